import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseClfTime, parseIsoTime, parseRfc3164Time } from './index.ts';

describe('parseIsoTime', () => {
  it('reads what Date writes', () => {
    const time = fc.date({ min: new Date(0), max: new Date(Date.UTC(9999, 0)), noInvalidDate: true });
    fc.assert(
      fc.property(time, (date) => {
        expect(parseIsoTime(date.toISOString(), 0)).toBe(date.getTime());
      }),
    );
  });

  it.each([
    ['2026-11-23T10:20:30Z', Date.UTC(2026, 10, 23, 10, 20, 30)],
    ['2026-11-23 10:20:30', Date.UTC(2026, 10, 23, 6, 50, 30)],
    ['2026-11-23T10:20:30.123456789+03:30', Date.UTC(2026, 10, 23, 6, 50, 30, 123)],
    ['2026-11-23T10:20:30,5-0100', Date.UTC(2026, 10, 23, 11, 20, 30, 500)],
    ['2026-11-23T10:20:30+03', Date.UTC(2026, 10, 23, 7, 20, 30)],
    ['2026-13-23T10:20:30Z', null],
    ['2026-11-23T24:20:30Z', null],
    ['2026-11-23T10:20:30Zx', null],
    ['2026-11-23', null],
    ['', null],
  ])('%s, zone +03:30 where it states none', (text, expected) => {
    expect(parseIsoTime(text, 210)).toBe(expected);
  });
});

it.each([
  ['10/Oct/2000:13:55:36 -0700', Date.UTC(2000, 9, 10, 20, 55, 36)],
  ['10/Oct/2000:13:55:36', Date.UTC(2000, 9, 10, 12, 55, 36)],
  ['10/Foo/2000:13:55:36 -0700', null],
  ['10-Oct-2000:13:55:36 -0700', null],
])('parseClfTime %s', (text, expected) => {
  expect(parseClfTime(text, 60)).toBe(expected);
});

it.each([
  ['Feb 29 10:00:00', Date.UTC(2024, 2, 1), Date.UTC(2024, 1, 29, 10)],
  ['Dec 31 23:00:00', Date.UTC(2026, 0, 1), Date.UTC(2025, 11, 31, 23)],
  ['Jan  1 00:30:00', Date.UTC(2025, 11, 31, 23, 59), Date.UTC(2026, 0, 1, 0, 30)],
  ['Jan 41 00:30:00', Date.UTC(2026, 0, 1), null],
])('parseRfc3164Time %s', (text, receivedMs, expected) => {
  expect(parseRfc3164Time(text, receivedMs, 0)).toBe(expected);
});
