import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Choice, chances, fitChoices } from './choice.ts';

const WIDTH = 3;
const RIDGE = 2;

const feature = fc.integer({ min: -3, max: 3 });
const choice = fc
  .tuple(
    fc.array(fc.tuple(feature, feature, feature), { minLength: 2, maxLength: 6 }),
    fc.nat(5),
    fc.constantFrom(0.3, 1),
  )
  .map(([rows, right, weight]): Choice => {
    const flags = new Uint8Array(rows.length);
    flags[right % rows.length] = 1;
    return { values: Float32Array.from(rows.flat()), right: flags, weight };
  });

function fit(choices: readonly Choice[], start?: Float64Array): Float64Array {
  return fitChoices(choices, { width: WIDTH, ridge: RIDGE, ...(start === undefined ? {} : { start }) });
}

describe('conditional logit', () => {
  it('comes to the same weights from everywhere, and in every order of the questions', () => {
    fc.assert(
      fc.property(
        fc.array(choice, { minLength: 3, maxLength: 12 }),
        fc.tuple(feature, feature, feature),
        (choices, start) => {
          const weights = fit(choices);
          const others = [fit(choices, Float64Array.from(start)), fit([...choices].reverse())];
          for (const other of others)
            for (const [place, weight] of weights.entries()) expect(other[place]).toBeCloseTo(weight, 2);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is exactly repeatable', () => {
    const choices = fc.sample(choice, { numRuns: 20, seed: 7 });
    expect(fit(choices)).toEqual(fit(choices));
  });

  it('gives probabilities that sum to one', () => {
    fc.assert(
      fc.property(choice, fc.tuple(feature, feature, feature), ({ values }, weights) => {
        const sum = chances(values, Float64Array.from(weights)).reduce((total, one) => total + one, 0);
        expect(sum).toBeCloseTo(1, 9);
      }),
    );
  });

  it('finds which feature tells the right candidate, and gives nothing to one that does not vary', () => {
    const values = Float32Array.from([1, 0.5, 4, 0, 0.5, 4, -1, 0.5, 4]);
    const choices = Array.from({ length: 50 }, () => ({ values, right: Uint8Array.of(1, 0, 0), weight: 1 }));
    const [telling = 0, flat = 1, large = 1] = fit(choices);
    expect(telling).toBeGreaterThan(1);
    expect(Math.max(Math.abs(flat), Math.abs(large))).toBeLessThan(1e-6);
  });
});
