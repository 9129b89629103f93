import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAttackFacts } from '../../adapters/actors/index.ts';
import { buildIncidence } from '../knowledge/incidence.ts';
import { askReports, JUDGED_ITEMS, sightOf } from './question.ts';

const facts = await readAttackFacts(join(import.meta.dirname, '../../../content/attack/attack.json'));
const incidence = buildIncidence(facts);
const questions = askReports(incidence, JUDGED_ITEMS);

describe('a report that is asked about', () => {
  it('is hidden from what is known, with whatever else cites the same page', () => {
    for (const question of questions) {
      const profiles = sightOf(incidence, question, 'left-out');
      expect(profiles?.reports.some(({ source }) => source === question.source)).toBe(false);
    }
  });

  it('sees of the past only what is dated before it', () => {
    const dated = questions.filter(({ day }) => day !== null);
    expect(dated.length).toBeGreaterThan(200);
    for (const question of dated) {
      const days = sightOf(incidence, question, 'past')?.reports.map(({ day }) => day ?? Infinity) ?? [];
      expect(Math.max(-Infinity, ...days)).toBeLessThan(question.day ?? 0);
    }
  });

  it('does not depend on the order of the facts', () => {
    const reversed = buildIncidence({
      ...facts,
      uses: facts.uses.toReversed(),
      groups: facts.groups.toReversed(),
      techniques: facts.techniques.toReversed(),
    });
    expect(askReports(reversed, JUDGED_ITEMS)).toEqual(questions);
  });
});
