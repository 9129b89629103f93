import { describe, expect, it } from 'vitest';
import { asciiLower } from './ascii-case.ts';
import { parseCidr, rangeHolds } from './cidr.ts';
import { datePartOf } from './date-part.ts';
import { base64AtOffsets, utf8Bytes, utf16Bytes } from './encode.ts';
import { numberOf } from './number-text.ts';

describe('address ranges', () => {
  it.each([
    ['10.0.0.0/8', '10.255.1.2', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['192.0.2.128/25', '192.0.2.127', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['0.0.0.0/0', '203.0.113.1', true],
    ['0.0.0.0/0', '::1', false],
    ['2001:db8::/32', '2001:DB8:1::5', true],
    ['2001:db8::/33', '2001:db8:8000::', false],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['::ffff:0:0/96', '::ffff:192.0.2.1', true],
    ['10.0.0.0/8', 'not an address', false],
    ['10.0.0.0/8', '10.0.0.256', false],
  ])('%s holds %s: %s', (range, text, wanted) => {
    const parsed = parseCidr(range);
    expect(parsed !== null && rangeHolds(parsed, text)).toBe(wanted);
  });

  it.each(['', '10.0.0.0/33', '10.0.0/8', '::/129', '1::2::3', 'x/8', '10.0.0.0/', '1:2:3:4:5:6:7:8:9'])(
    'refuses %j',
    (text) => expect(parseCidr(text)).toBeNull(),
  );
});

describe('encodings', () => {
  it('finds the bytes at any offset of a longer text', () => {
    for (const before of ['', 'x', 'xy', 'xyz']) {
      const encoded = btoa(`${before}/bin/bash -i`);
      expect(base64AtOffsets('/bin/bash').some((form) => encoded.includes(form))).toBe(true);
    }
    expect(base64AtOffsets('foo')).toEqual(['Zm9v', 'Zvb', 'mb2']);
  });

  it('writes UTF-8 and UTF-16', () => {
    expect(utf8Bytes('é')).toBe('\u00c3\u00a9');
    expect(utf16Bytes('aé', 'le')).toBe('a\0\u00e9\0');
    expect(utf16Bytes('a', 'be')).toBe('\0a');
  });
});

describe('dates', () => {
  it.each([
    ['year', '2024-12-30T23:59:00Z', 2024],
    ['month', '2024-12-30', 12],
    ['day', '2024-12-30 23:59', 30],
    ['week', '2024-12-30', 1],
    ['week', '2021-01-03', 53],
    ['hour', '2024-12-30 23:59:58.123', 23],
    ['minute', '2024-12-30T23:59', 59],
    ['hour', '2024-12-30', null],
    ['day', '30.12.2024', null],
  ] as const)('%s of %s is %s', (part, text, wanted) => expect(datePartOf(part, text)).toBe(wanted));
});

describe('numbers and letters', () => {
  it.each([
    ['4625', 4625],
    ['04625', 4625],
    ['1.0', 1],
    ['-2', -2],
    ['0x10', null],
    ['', null],
    [' 1', null],
    ['1'.repeat(50), null],
  ])('%j is the number %s', (text, wanted) => expect(numberOf(text)).toBe(wanted));

  it('folds A to Z only', () => {
    expect(asciiLower('ABC')).toBe('abc');
    expect(asciiLower('ÀB\u212a\u0130')).toBe('Àb\u212a\u0130');
  });
});
