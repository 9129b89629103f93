import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAttackFacts } from '../../adapters/actors/index.ts';
import { askReports, JUDGED_ITEMS, sightOf } from '../study/question.ts';
import { buildIncidence, type Incidence } from './incidence.ts';
import { linkTools } from './tool-links.ts';

/** Two actors, one technique and one tool; source 0 is about the tool. */
const SMALL: Incidence = {
  items: ['S0001', 'T0001'],
  itemPlaces: new Map([
    ['S0001', 0],
    ['T0001', 1],
  ]),
  isTool: Uint8Array.of(1, 0),
  parents: Int32Array.of(0, 1),
  parentCount: 2,
  actors: ['G0001', 'G0002'],
  sources: [],
  reports: [{ actor: 0, source: 0, day: null, items: Int32Array.of(1) }],
  pages: [],
  toolSources: [{ item: 0, source: 0 }],
};
const always = () => true;

describe('a tool that a source ties to an actor', () => {
  it('is tied by one over the number of actors that the source is cited for', () => {
    expect([...linkTools(SMALL, SMALL.reports, always)]).toEqual([1, 0, 0, 0]);
    const shared = { ...SMALL, pages: [{ actor: 1, source: 0 }] };
    expect([...linkTools(shared, SMALL.reports, always)]).toEqual([0.5, 0, 0.5, 0]);
  });

  it('is not tied by a source that may not be known, nor by uses without a source', () => {
    expect([...linkTools(SMALL, [], () => false)]).toEqual([0, 0, 0, 0]);
    const unnamed = { ...SMALL, pages: [{ actor: 1, source: 0 }] };
    expect([...linkTools(unnamed, [], () => false)]).toEqual([0, 0, 0, 0]);
    expect([
      ...linkTools(SMALL, [{ actor: 0, source: -1, day: null, items: Int32Array.of(0) }], always),
    ]).toEqual([0, 0, 0, 0]);
  });

  it('counts no more than twice', () => {
    const many = [0, 1, 2, 3].map((source) => ({ item: 0, source }));
    const reports = many.map(({ source }) => ({ actor: 0, source, day: null, items: Int32Array.of(1) }));
    expect(linkTools({ ...SMALL, toolSources: many }, reports, always)[0]).toBe(2);
  });
});

describe('what is known when a report is asked about', () => {
  it('has no link out of the report itself, nor, in the past, out of a later source', async () => {
    const facts = await readAttackFacts(join(import.meta.dirname, '../../../content/attack/attack.json'));
    const incidence = buildIncidence(facts);
    const asked = askReports(incidence, JUDGED_ITEMS).filter(({ day }) => day !== null);
    for (const question of asked.slice(0, 20)) {
      for (const sight of ['left-out', 'past'] as const) {
        const mayKnow = (source: number) =>
          source !== question.source &&
          (sight === 'left-out' || (incidence.sources[source]?.day ?? Infinity) < (question.day ?? 0));
        const profiles = sightOf(incidence, question, sight);
        if (profiles === null) continue;
        const cut = {
          ...incidence,
          pages: incidence.pages.filter(({ source }) => mayKnow(source)),
          toolSources: incidence.toolSources.filter(({ source }) => mayKnow(source)),
        };
        expect(profiles.toolLinks).toEqual(linkTools(cut, profiles.reports, always));
      }
    }
  });
});
