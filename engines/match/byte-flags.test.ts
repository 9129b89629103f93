import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planByteFlags } from './byte-flags.ts';

const byte = fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from("aA zZ09'<%")));
const sets = fc.array(fc.uniqueArray(byte, { maxLength: 6 }), { maxLength: 40 });

const bothCases = (one: number): readonly number[] =>
  /[A-Za-z]/.test(String.fromCharCode(one)) ? [one, one ^ 0x20] : [one];
const withCases = (bytes: readonly number[]) =>
  [...new Set(bytes.flatMap(bothCases))].sort((one, other) => one - other);

describe('planByteFlags', () => {
  it('gives each set a flag that its bytes have, in both cases, and no more flags than it may', () => {
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 20 }), (lists, limit) => {
        const { flagOf, masks } = planByteFlags(lists, limit);
        const table = masks(0, 32);
        lists.forEach((bytes, set) => {
          const flag = flagOf[set] ?? -1;
          expect(flag === -1).toBe(bytes.length === 0);
          expect(flag).toBeLessThan(limit);
          for (const one of withCases(bytes)) expect((table[one] ?? 0) & (1 << flag)).not.toBe(0);
        });
      }),
    );
  });

  it('is exact where there are flags enough', () => {
    fc.assert(
      fc.property(sets, (lists) => {
        const { flagOf, masks } = planByteFlags(lists, 32);
        fc.pre(new Set(lists.map((bytes) => withCases(bytes).join())).size <= 32);
        const table = masks(0, 32);
        lists.forEach((bytes, set) => {
          const flag = flagOf[set] ?? -1;
          const having = [...table.keys()].filter(
            (one) => flag !== -1 && ((table[one] ?? 0) & (1 << flag)) !== 0,
          );
          expect(having).toEqual(withCases(bytes));
        });
      }),
    );
  });

  it('joins sets that become commoner by the least', () => {
    // A line feed beside a tab costs less than a letter or a digit beside either.
    const { flagOf } = planByteFlags([[0x61], [0x0a], [0x31], [0x09]], 3);
    expect(flagOf[1]).toBe(flagOf[3]);
    expect(new Set(flagOf).size).toBe(3);
  });
});
