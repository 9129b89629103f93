import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseGrams } from './gram-choice.ts';
import { likelihoodOf } from './text-frequency.ts';

const literal = fc.array(fc.constantFrom(...'abcth_.-<\xe0\0 '), { minLength: 2, maxLength: 9 });
const literals = fc.array(
  literal.map((chars) => chars.join('')),
  { maxLength: 30 },
);

function startsOf(texts: readonly string[]): Int32Array {
  return Int32Array.from([0, ...texts.keys()], (_, at) => texts.slice(0, at).join('').length);
}

/** The cheapest three characters, found the plain way; every byte of these texts has a class of its own. */
function plainChoice(texts: readonly string[]): readonly number[] {
  const grams: string[] = [];
  return texts.map((text) => {
    const ends = [...Array(Math.max(0, text.length - 2)).keys()].map((first) => first + 3);
    const costOf = (end: number): number => {
      const gram = text.slice(end - 3, end);
      // A literal of two characters is found by every gram that ends with it.
      return likelihoodOf(gram) * (1 + grams.filter((other) => gram.endsWith(other)).length);
    };
    const rarest = ends.reduce((one, other) => (costOf(other) < costOf(one) ? other : one), ends[0] ?? 2);
    const best = ends.find((end) => costOf(end) <= 0.00001) ?? rarest;
    grams.push(text.slice(Math.max(0, best - 3), best));
    return best;
  });
}

describe('chooseGrams', () => {
  it('finds each literal by the characters that are rarest, and by which few others are found', () => {
    fc.assert(
      fc.property(literals, (texts) => {
        const start = startsOf(texts);
        const chosen = chooseGrams({ chars: Buffer.from(texts.join(''), 'latin1'), start });
        expect([...chosen.end].map((end, literal) => end - (start[literal] ?? 0))).toEqual(
          plainChoice(texts),
        );
      }),
    );
  });
});
