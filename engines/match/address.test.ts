import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress, parseRange } from './index.ts';

describe('parseAddress and formatAddress', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0db8::0001', '2001:db8::1'],
    ['1:2:3:4:5:6:192.0.2.1', '1:2:3:4:5:6:c000:201'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('%s is %s', (text, canonical) => {
    expect(formatAddress(parseAddress(text))).toBe(canonical);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.',
    '1.2.3.4 ',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '::12345',
    '::g',
    '1.2.3.4::',
    '::1.2.3',
    'example.org',
    '1'.repeat(1000),
  ])('%j is no address', (text) => {
    expect(() => parseAddress(text)).toThrow('is not an IPv4 or IPv6 address');
  });

  it('takes what node:net takes', () => {
    const char = fc.constantFrom('0', '1', 'f', '25', ':', '::', '.', 'g');
    fc.assert(
      fc.property(fc.array(char, { maxLength: 16 }), (parts) => {
        const text = parts.join('');
        const taken = () => formatAddress(parseAddress(text));
        if (isIPv4(text) || isIPv6(text)) expect(taken).not.toThrow();
        else expect(taken).toThrow('is not an IPv4 or IPv6 address');
      }),
      { numRuns: 3000 },
    );
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = parseAddress(text);
        expect(parseAddress(formatAddress(address))).toEqual(address);
      }),
    );
  });
});

describe('parseRange', () => {
  it.each([
    ['192.0.2.77/24', 4, '192.0.2.0', 24],
    ['192.0.2.77', 4, '192.0.2.77', 32],
    ['0.0.0.0/0', 4, '0.0.0.0', 0],
    ['2001:db8::1/32', 6, '2001:db8::', 32],
    ['::/0', 6, '::', 0],
    ['::ffff:192.0.2.77/120', 4, '192.0.2.0', 24],
  ] as const)('%s', (text, version, first, prefix) => {
    const range = parseRange(text);
    expect(range).toMatchObject({ version, prefix });
    expect(formatAddress({ version, value: range.first })).toBe(first);
  });

  it.each([
    ['192.0.2.0/33', 'the prefix of "192.0.2.0/33" must be a number from 0 to 32'],
    ['::/129', 'the prefix of "::/129" must be a number from 0 to 128'],
    ['::ffff:192.0.2.0/64', 'the prefix of "::ffff:192.0.2.0/64" must be a number from 96 to 128'],
    ['192.0.2.0/x', 'the prefix of "192.0.2.0/x" must be a number of bits, as in 192.0.2.0/24'],
    ['192.0.2.0/', 'the prefix of "192.0.2.0/" must be a number of bits, as in 192.0.2.0/24'],
    ['192.0.2/24', '"192.0.2" is not an IPv4 or IPv6 address'],
  ])('refuses %s', (text, message) => {
    expect(() => parseRange(text)).toThrow(message);
  });
});
