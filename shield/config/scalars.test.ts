import { expect, it } from 'vitest';
import { isAddress, isLoopback, isRange } from './address.ts';
import { parseDurationMs } from './duration.ts';
import { nearestKey, suggest } from './nearest-key.ts';
import { parseSizeBytes } from './size.ts';

it.each([
  ['10s', 10_000],
  ['30m', 1_800_000],
  ['14d', 1_209_600_000],
  ['2w', 1_209_600_000],
  ['250ms', 250],
  ['0s', 0],
  ['10', null],
  ['10 s', null],
  ['-1s', null],
  ['1.5h', null],
  ['10S', null],
  ['9999999999s', null],
  ['', null],
])('duration %s is %s ms', (text, ms) => expect(parseDurationMs(text)).toBe(ms));

it.each([
  ['512B', 512],
  ['128KiB', 131_072],
  ['100MiB', 104_857_600],
  ['1GiB', 1_073_741_824],
  ['128KB', null],
  ['128', null],
  ['1.5MiB', null],
])('size %s is %s bytes', (text, bytes) => expect(parseSizeBytes(text)).toBe(bytes));

it.each([
  ['192.0.2.1', true, false],
  ['::1', true, false],
  ['192.0.2.0/24', false, true],
  ['2001:db8::/32', false, true],
  ['192.0.2.0/33', false, false],
  ['300.0.0.1', false, false],
  ['localhost', false, false],
  ['fe80::1%eth0', false, false],
])('%s: address %s, range %s', (text, address, range) => {
  expect([isAddress(text), isRange(text)]).toEqual([address, range]);
});

it.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['127.evil.example', false],
  ['0.0.0.0', false],
  ['::', false],
])('%s is loopback: %s', (text, loopback) => expect(isLoopback(text)).toBe(loopback));

it('finds the key that was meant, and lists all when none is near', () => {
  expect(nearestKey('upstrem', ['name', 'upstream', 'mode'])).toBe('upstream');
  expect(nearestKey('UPSTREAM', ['name', 'upstream'])).toBe('upstream');
  expect(nearestKey('colour', ['name', 'upstream'])).toBeNull();
  expect(suggest('colour', ['name', 'upstream'])).toBe('known here: name, upstream');
  expect(suggest('x'.repeat(100_000), [])).toBe('remove it');
});
