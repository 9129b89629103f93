import { reportedUses } from '@dejfa/actors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import facts from '../../content/attack/attack.json' with { type: 'json' };
import type { Incident } from '../model/index.ts';
import { rankHypotheses } from './rank-hypotheses.ts';

const used = reportedUses(facts);
const attack = {
  ...facts,
  groups: facts.groups.map(({ id, name, aliases }) => {
    const { techniques, software } = used.get(id) ?? { techniques: [], software: [] };
    return { id, name, aliases, techniques, software };
  }),
};

function incident(techniques: readonly string[]): Incident {
  return {
    id: 'incident-1',
    title: 'test',
    state: 'new',
    severity: 'high',
    classes: ['intrusions'],
    actors: [],
    services: [],
    firstMs: 0,
    lastMs: 0,
    attemptIds: [],
    techniques,
    links: [],
    simulated: false,
  };
}

const all = attack.techniques.map(({ id }) => id);

describe('hypotheses', () => {
  it('says that one technique is not enough', () => {
    expect(rankHypotheses(incident(['T1190']), attack)[0]?.candidate).toEqual({ kind: 'insufficient' });
  });

  it('always holds "somebody we do not know" and "not enough to say", and never more than certainty', () => {
    fc.assert(
      fc.property(fc.subarray(all, { maxLength: 30 }), (techniques) => {
        const ranked = rankHypotheses(incident(techniques), attack);
        const kinds = ranked.map(({ candidate }) => candidate.kind);
        expect(kinds).toContain('unknown-actor');
        expect(kinds).toContain('insufficient');
        const sum = ranked.reduce((total, { probability }) => total + probability, 0);
        expect(sum).toBeGreaterThan(0);
        expect(sum).toBeLessThanOrEqual(1 + 1e-9);
        for (const { probability } of ranked) expect(probability).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 30 },
    );
  });

  it('does not depend on the order of the techniques', () => {
    const techniques = all.slice(0, 12);
    expect(
      rankHypotheses(incident([...techniques].reverse()), attack).map(({ candidate }) => candidate),
    ).toEqual(rankHypotheses(incident(techniques), attack).map(({ candidate }) => candidate));
  });

  it('gives evidence for and against with its source', () => {
    const [named] = rankHypotheses(incident(attack.groups[0]?.techniques ?? []), attack).filter(
      ({ candidate }) => candidate.kind === 'actor',
    );
    expect(named?.evidence.every(({ source }) => source === attack.source)).toBe(true);
    expect(named?.evidence.some(({ weight }) => weight > 0)).toBe(true);
  });
});
