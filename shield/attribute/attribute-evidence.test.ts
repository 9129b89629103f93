import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAttributionKnowledge } from '../adapters/actors/index.ts';
import { parseEvidence } from '../adapters/evidence/index.ts';
import { attributeEvidence } from './attribute-evidence.ts';

const knowledge = await readAttributionKnowledge(join(import.meta.dirname, '../../content'));

function answerTo(items: readonly string[]) {
  const pieces = items.map((value) => ({ kind: /^T\d/.test(value) ? 'technique' : 'tool', value }));
  const text = JSON.stringify({ time: '2019-05-28', pieces });
  return attributeEvidence(knowledge, parseEvidence(text, 'evidence.json', knowledge));
}

describe('an answer', () => {
  it.each([
    { of: 'nothing', items: [], verdict: { kind: 'abstained', reason: 'nothing-usable' } },
    { of: 'one technique', items: ['T1190'], verdict: { kind: 'abstained', reason: 'not-enough' } },
    {
      of: 'what a family shares',
      items: ['HyperBro', 'FOCUSFJORD', 'T1190', 'T1505.003'],
      verdict: { kind: 'family' },
    },
  ])('of $of', ({ items, verdict }) => {
    expect(answerTo(items).verdict).toMatchObject(verdict);
  });

  it('sums to 1 and does not depend on the order of the evidence', () => {
    const items = ['HyperBro', 'T1190', 'T1505.003', 'T1046'];
    const answer = answerTo(items);
    const sum = answer.hypotheses.reduce((all, { probability }) => all + probability, answer.unlisted);
    expect(sum).toBeCloseTo(1);
    expect(answerTo(items.toReversed())).toEqual(answer);
  });
});
