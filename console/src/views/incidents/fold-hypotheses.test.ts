import { describe, expect, it } from 'vitest';
import type { Candidate, Hypothesis } from '../../../../shield/model/index.ts';
import { foldHypotheses } from './fold-hypotheses.ts';

const unknown = hypothesis({ kind: 'unknown-actor' }, 0.5);
const insufficient = hypothesis({ kind: 'insufficient' }, 0.005);

describe('foldHypotheses', () => {
  it.each([
    { name: 'little ones behind the first two', actors: [0.009, 0.008, 0.007], shown: 2, folded: 1 },
    { name: 'none that has 2 % or more', actors: [0.2, 0.1, 0.02, 0.019], shown: 3, folded: 1 },
    { name: 'nothing when there are two', actors: [0.001, 0.001], shown: 2, folded: 0 },
    { name: 'nothing when there are none', actors: [], shown: 0, folded: 0 },
  ])('folds $name', ({ actors, shown, folded }) => {
    const listed = actors.map((probability, at) => actor(`G${at}`, probability));
    const result = foldHypotheses([unknown, ...listed, insufficient]);
    expect(result.shown).toEqual([unknown, ...listed.slice(0, shown), insufficient]);
    expect(result.folded).toEqual(listed.slice(shown));
    expect(result.folded).toHaveLength(folded);
  });

  it('says what is left to actors that are not listed', () => {
    expect(foldHypotheses([unknown, actor('G1', 0.3)]).unlisted).toBeCloseTo(0.2);
    expect(foldHypotheses([unknown, actor('G1', 0.5000001)]).unlisted).toBe(0);
  });
});

function actor(id: string, probability: number): Hypothesis {
  return hypothesis({ kind: 'actor', id, name: `Group ${id}` }, probability);
}

function hypothesis(candidate: Candidate, probability: number): Hypothesis {
  return { candidate, probability, evidence: [] };
}
