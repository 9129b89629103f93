import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAddressTable, formatAddress, parseAddress, parseRange } from './index.ts';

interface Entry {
  readonly range: string;
  readonly value: number;
}

/** Looks at every entry; the longest prefix wins, of equal ones the later. */
function scan(entries: readonly Entry[], address: string): number | undefined {
  const { version, value } = parseAddress(address);
  let best: { readonly prefix: number; readonly value: number } | undefined;
  for (const entry of entries) {
    const range = parseRange(entry.range);
    const hostBits = BigInt((version === 4 ? 32 : 128) - range.prefix);
    const holds = range.version === version && value >> hostBits === range.first >> hostBits;
    if (holds && (best === undefined || range.prefix >= best.prefix))
      best = { ...entry, prefix: range.prefix };
  }
  return best?.value;
}

/** Few distinct addresses, so that ranges nest and touch. */
const ipv4 = fc
  .tuple(fc.constantFrom(0, 10, 127, 128, 255), fc.constantFrom(0, 1, 255), fc.constantFrom(0, 128, 255))
  .map(([a, b, c]) => `${a}.${b}.0.${c}`);
const ipv6 = fc
  .tuple(
    fc.constantFrom('0', '2001', 'ffff'),
    fc.constantFrom('0', 'db8', 'ffff'),
    fc.constantFrom('0', '1', 'ffff'),
  )
  .map(([a, b, c]) => `${a}:${b}:0:0:0:0:0:${c}`);
const range = fc.oneof(
  fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => `${address}/${prefix}`),
  fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })).map(([address, prefix]) => `${address}/${prefix}`),
);

describe('createAddressTable', () => {
  it('answers as a scan of all entries does', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), fc.array(fc.oneof(ipv4, ipv6)), (ranges, addresses) => {
        const entries = ranges.map((text, value) => ({ range: text, value }));
        const table = createAddressTable(entries);
        for (const address of addresses) expect(table.lookup(address)).toBe(scan(entries, address));
      }),
      { numRuns: 1000 },
    );
  });

  it('answers so, too, where there are so many ranges that it looks them up by their first bits', () => {
    const many = Array.from(
      { length: 300 },
      (_, at) => `${at % 2 === 0 ? 10 : 172}.${at % 256}.0.0/${16 + (at % 9)}`,
    );
    fc.assert(
      fc.property(fc.array(range, { maxLength: 6 }), fc.array(ipv4), (ranges, addresses) => {
        const entries = [...many, ...ranges].map((text, value) => ({ range: text, value }));
        const table = createAddressTable(entries);
        for (const address of addresses) expect(table.lookup(address)).toBe(scan(entries, address));
      }),
      { numRuns: 100 },
    );
  });

  it('answers at both edges of every range', () => {
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 8 }), (ranges) => {
        const entries = ranges.map((text, value) => ({ range: text, value }));
        const table = createAddressTable(entries);
        for (const text of ranges) {
          const { version, first, prefix } = parseRange(text);
          const last = first + (1n << BigInt((version === 4 ? 32 : 128) - prefix)) - 1n;
          for (const value of [first, last]) {
            const address = formatAddress({ version, value });
            expect(table.lookup(address)).toBe(scan(entries, address));
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('looks mapped addresses up as IPv4, and knows nothing of what is no address', () => {
    const table = createAddressTable([{ range: '192.0.2.0/24', value: 'here' }]);
    expect(table.lookup('::ffff:192.0.2.9')).toBe('here');
    expect(table.lookup('192.0.3.0')).toBeUndefined();
    expect(table.lookup('192.0.2.')).toBeUndefined();
    expect(table.lookup('portal.example')).toBeUndefined();
    expect(table.size).toBe(1);
  });

  it('says which entry is no range', () => {
    expect(() => createAddressTable([{ range: '10.0.0.0/40', value: 1 }])).toThrow(
      'the prefix of "10.0.0.0/40" must be a number from 0 to 32',
    );
  });
});
