import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { SigmaEvent, SigmaLogSource } from '../api.ts';
import { parseSigma } from '../load.ts';
import { ruleMatches } from '../oracle/evaluate.ts';
import { explainSigma } from './explain.ts';
import type { Clause } from './explanation.ts';

const BASE = join(import.meta.dirname, '../../../content/base/sigma');

interface Case {
  readonly logsource: SigmaLogSource;
  readonly fires: readonly SigmaEvent['fields'][];
  readonly silent: readonly SigmaEvent['fields'][];
}

const cases: Record<string, Case> = parse(readFileSync(join(BASE, 'cases.yaml'), 'utf8'));

describe('explanations', () => {
  it.each(Object.entries(cases))(
    'of %s say what the plain evaluator says',
    (name, { logsource, fires, silent }) => {
      const source = { path: `${name}.yml`, text: readFileSync(join(BASE, `${name}.yml`), 'utf8') };
      const [rule] = parseSigma([source]).rules;
      if (rule === undefined) throw new Error(`${name} is not loaded`);
      for (const fields of [...fires, ...silent]) {
        for (const event of [
          { logsource, fields },
          { logsource: rule.info.logsource, fields },
        ]) {
          const [explanation] = explainSigma([source], event).explanations;
          expect(explanation?.fired).toBe(ruleMatches(rule, event));
          expect(explanation === undefined ? false : isSound(explanation.condition)).toBe(true);
        }
      }
    },
  );

  it.each([
    ['f: abc', { f: 'ABC' }, 'is "abc"', true],
    ["f: 'a*c'", { f: 'abc' }, 'fits "a*c"', true],
    ["f|contains: 'a\\*'", { f: 'xa*' }, 'contains "a*"', true],
    ['f|startswith: a', { f: 'b' }, 'starts with "a"', false],
    ['f|endswith|cased: A', { f: 'a' }, 'ends with "A" (in just this case)', false],
    ["f: ''", { f: '' }, 'is empty', true],
    ['f: null', {}, 'is missing, null or empty', true],
    ['f: 5', { f: '5' }, 'is 5', true],
    ['f|re|i: ^a', { f: 'A' }, 'matches /^a/i', true],
    ['f|cidr: 10.0.0.0/8', { f: '10.1.2.3' }, 'is an address of 10.0.0.0/8', true],
    ['f|gte: 3', { f: 2 }, 'is at least 3', false],
    ['f|fieldref: g', { f: 'x', g: 'X' }, 'is the same as a value of g (any case)', true],
    ['f|exists: true', {}, 'is there', false],
    ['f|hour: 7', { f: '2024-03-05T07:30:00' }, 'has the hour that is 7', true],
  ])('%s on %j: %s', (item, fields, text, holds) => {
    const { explanations, diagnostics } = explainSigma([rule(item)], { logsource: {}, fields });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(itemsOf(explanations[0]?.condition)[0]).toMatchObject({
      field: 'f',
      asked: [{ text, holds }],
      holds,
    });
  });

  it.each([
    [{ F: 'a' }, 'the event has F: names of fields must be the same to the letter'],
    [
      { winlog: { f: 'a' }, 'event.f': 1 },
      'the event has event.f, which a mapping or a pipeline could give this name',
    ],
    [{}, 'the event has no fields'],
    [{ zzz: 1 }, null],
  ])('give a hint for a field that is missing in %j', (fields, hint) => {
    const { explanations } = explainSigma([rule('f: a')], { logsource: {}, fields });
    expect(itemsOf(explanations[0]?.condition)[0]).toMatchObject({ values: null, hint });
  });

  it('say of a log source that does not fit, and evaluate the condition all the same', () => {
    const source = rule('f: a', '{ product: windows }');
    const [one] = explainSigma([source], {
      logsource: { product: 'linux' },
      fields: { f: 'a' },
    }).explanations;
    expect(one).toMatchObject({ fired: false, logsource: { holds: false }, condition: { holds: true } });
  });
});

function rule(item: string, logsource = '{ category: c }') {
  const id = '11111111-2222-4333-8444-555555555555';
  const text = `title: t\nid: ${id}\nlevel: low\nlogsource: ${logsource}\ndetection:\n  a:\n    ${item}\n  condition: a\n`;
  return { path: 'r.yml', text };
}

/** Each clause is what its parts make of it. */
function isSound(clause: Clause): boolean {
  switch (clause.kind) {
    case 'and':
      return clause.holds === clause.parts.every(({ holds }) => holds) && clause.parts.every(isSound);
    case 'or':
      return clause.holds === clause.parts.some(({ holds }) => holds) && clause.parts.every(isSound);
    case 'not':
      return clause.holds !== clause.part.holds && isSound(clause.part);
    case 'detection':
      return clause.holds === clause.part.holds && isSound(clause.part);
    case 'item': {
      const { asked, all, negated } = clause;
      return (
        clause.holds ===
        ((all ? asked.every(({ holds }) => holds) : asked.some(({ holds }) => holds)) !== negated)
      );
    }
  }
}

function itemsOf(clause: Clause | undefined): readonly Clause[] {
  if (clause === undefined) return [];
  if (clause.kind === 'item') return [clause];
  return 'parts' in clause ? clause.parts.flatMap(itemsOf) : itemsOf(clause.part);
}
