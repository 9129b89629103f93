import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLiteralSet } from './index.ts';

const foldAscii = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Every pattern at every place, by comparing. */
function occurrences(patterns: readonly string[], text: string) {
  return patterns.flatMap((pattern, number) =>
    Array.from({ length: text.length }, (_, index) => ({
      pattern: number,
      index,
      length: pattern.length,
    })).filter(({ index }) => text.startsWith(pattern, index)),
  );
}

const letters = fc.constantFrom('a', 'b', 'A', 'B', '\xe9', '\xc9', '\0');
const word = (minLength: number, maxLength: number) =>
  fc.array(letters, { minLength, maxLength }).map((parts) => parts.join(''));

describe('createLiteralSet', () => {
  it('finds what a naive search finds', () => {
    fc.assert(
      fc.property(
        fc.array(word(1, 4), { maxLength: 6 }),
        word(0, 20),
        fc.boolean(),
        (patterns, text, ignoreCase) => {
          const set = createLiteralSet(patterns, { ignoreCase });
          const fold = ignoreCase ? foldAscii : (same: string) => same;
          const all = occurrences(patterns.map(fold), fold(text));
          expect(set.findAll(text)).toEqual(new Set(all.map((one) => one.pattern)));
          const firstEnd = Math.min(...all.map((one) => one.index + one.length));
          const longest = Math.max(
            ...all.filter((one) => one.index + one.length === firstEnd).map((one) => one.length),
          );
          const found = set.findFirst(text);
          if (all.length === 0) expect(found).toBeNull();
          else expect(found).toMatchObject({ index: firstEnd - longest, length: longest });
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('reports patterns that are equal, or ends of one another', () => {
    const set = createLiteralSet(['he', 'she', 'hers', 'HE'], { ignoreCase: true });
    expect(set.findAll('uSHErs')).toEqual(new Set([0, 1, 2, 3]));
    expect(set.findFirst('uSHErs')).toEqual({ pattern: 1, index: 1, length: 3 });
  });

  it('tells all 256 bytes apart', () => {
    const patterns = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
    const set = createLiteralSet(patterns, { ignoreCase: false });
    expect(set.findFirst('\xff')).toEqual({ pattern: 255, index: 0, length: 1 });
    expect(set.findAll('\0\x80')).toEqual(new Set([0, 128]));
  });

  it('has nothing to find without patterns', () => {
    expect(createLiteralSet([], { ignoreCase: false }).findFirst('text')).toBeNull();
  });

  it('refuses an empty pattern', () => {
    expect(() => createLiteralSet(['a', ''], { ignoreCase: false })).toThrow(
      'pattern 1 of the literal set is empty',
    );
  });
});
