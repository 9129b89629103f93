import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSearchTables, encodeSearchTables } from './kept-tables.ts';
import { createLiteralScanner, restoreLiteralScanner } from './literal-scanner.ts';
import type { ScanCondition } from './scan-condition.ts';
import { makeSearchTables } from './search-tables.ts';

const char = fc.constantFrom(...'abAB_1.-<\xe0\xc0\0 ');
const words = fc.array(char, { minLength: 2, maxLength: 9 }).map((chars) => chars.join(''));
const bytes = fc.array(fc.nat(255), { maxLength: 3 });
const condition: fc.Arbitrary<ScanCondition> = fc.record({
  literals: fc.array(fc.record({ text: words, atWordStart: fc.boolean(), atWordEnd: fc.boolean() }), {
    maxLength: 4,
  }),
  bytes,
  needs: fc.option(bytes),
});
const conditions = fc.array(condition, { maxLength: 60 });
const texts = fc.array(
  fc.array(char, { maxLength: 60 }).map((chars) => chars.join('')),
  { minLength: 1, maxLength: 6 },
);

const literal = (text: string) => ({ text, atWordStart: true, atWordEnd: false });
const MEMBERS: readonly ScanCondition[] = [
  { literals: ['union', 'or', 'select', '../'].map(literal), bytes: [0x27], needs: [0x28] },
  { literals: [literal('or')], bytes: [], needs: null },
];
const MARKS: readonly ScanCondition[] = [{ literals: [literal('%u')], bytes: [0x25], needs: null }];
const GOOD = encodeSearchTables(makeSearchTables(MEMBERS, MARKS));

describe('tables that were kept', () => {
  it('find what those that were made find', () => {
    fc.assert(
      fc.property(conditions, conditions, texts, (members, marks, each) => {
        const made = createLiteralScanner(members, marks);
        const tables = decodeSearchTables(encodeSearchTables(makeSearchTables(members, marks)));
        if (tables === null) throw new Error('refused');
        const restored = restoreLiteralScanner(tables);
        for (const text of each) expect(restored.scan(text)).toEqual(made.scan(text));
        marks.forEach((_mark, number) => {
          expect(restored.marksOf(number)).toBe(made.marksOf(number));
        });
        expect(restored.none).toEqual(made.none);
      }),
      { numRuns: 200 },
    );
  });

  it('are read wherever they stand in memory', () => {
    const moved = Buffer.concat([Buffer.from('x'), GOOD]).subarray(1);
    expect(decodeSearchTables(moved)).toEqual(decodeSearchTables(GOOD));
  });

  it('are refused when cut off, or longer', () => {
    for (let length = 0; length < 40; length += 1) {
      expect(decodeSearchTables(GOOD.subarray(0, length))).toBeNull();
      expect(decodeSearchTables(GOOD.subarray(0, GOOD.length - 1 - length))).toBeNull();
      expect(decodeSearchTables(Buffer.concat([GOOD, new Uint8Array(length + 1)]))).toBeNull();
    }
  });

  it('whose numbers were changed are refused, or search inside of their memory and end', () => {
    const number = fc.oneof(fc.integer({ min: -4, max: 40 }), fc.integer());
    // Most of the bytes are the table of grams, whose every value means something: places beside it are chosen as often.
    const place = fc.oneof(fc.nat(15), fc.nat(600), fc.nat((GOOD.length >> 2) - 1), fc.nat(120).map(fromEnd));
    let refused = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, number), { minLength: 1, maxLength: 3 }),
        texts,
        (changes, each) => {
          const changed = Buffer.from(GOOD);
          for (const [at, value] of changes) changed.writeInt32LE(value, 4 * at);
          const tables = decodeSearchTables(changed);
          if (tables === null) {
            refused += 1;
            return;
          }
          const scanner = restoreLiteralScanner(tables);
          for (const text of [...each, 'union select(1) or ../ %u', 'or'.repeat(9)]) {
            expect(scanner.scan(text).members).toHaveLength(1);
          }
        },
      ),
      { numRuns: 1500 },
    );
    expect(refused).toBeGreaterThan(300);
  });
});

function fromEnd(words: number): number {
  return (GOOD.length >> 2) - 1 - words;
}
