import { formatDiagnostic } from '@dejfa/diagnostics';
import { describe, expect, it } from 'vitest';
import type { SigmaEvent } from '../api.ts';
import { loadSigma, parseSigma } from '../load.ts';
import { ruleMatches } from '../oracle/evaluate.ts';

const RULE = `title: Rule
id: 6f3e2987-db24-4c78-a860-b4f4095a7095
name: archiver
level: low
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image|endswith: 'rar.exe' }
  filter: { Image: x }
  condition: selection and not filter
---
`;

function filterText(body: string, logsource = '{ product: windows }'): string {
  const indented = body.replace(/^/gm, '  ');
  return `title: Filter\nid: 11111111-0000-4000-8000-000000000001\nlogsource: ${logsource}\nfilter:\n${indented}\n`;
}

const SELECTION = "selection: { User|startswith: 'adm_' }";

function load(text: string) {
  return loadSigma([{ path: 'r.yml', text: RULE + text }]);
}

function eventOf(User: string): SigmaEvent {
  const logsource = { product: 'windows', category: 'process_creation' };
  return { logsource, fields: { Image: 'C:\\rar.exe', User } };
}

describe('a filter', () => {
  it.each<[string, string, readonly [boolean, boolean]]>([
    ['that says what goes', `rules: [archiver]\n${SELECTION}\ncondition: selection`, [false, true]],
    ['that says what stays', `rules: [archiver]\n${SELECTION}\ncondition: not selection`, [false, true]],
    [
      'by identifier',
      `rules: 6F3E2987-db24-4c78-a860-b4f4095a7095\n${SELECTION}\ncondition: selection`,
      [false, true],
    ],
    ['for any rule', `rules: any\n${SELECTION}\ncondition: 1 of sel*`, [false, true]],
    [
      'with an exception',
      `rules: any\n${SELECTION}\nlocal: { User: adm_1 }\ncondition: selection and not local`,
      [true, true],
    ],
    [
      'with a selection named as in the rule',
      `rules: any\nfilter: { User: ann }\ncondition: filter`,
      [true, false],
    ],
  ])('%s', (_, body, wanted) => {
    const text = filterText(body);
    const { engine, diagnostics, filters, counts } = load(text);
    expect(diagnostics).toEqual([]);
    expect(filters[0]?.rules).toEqual(['6f3e2987-db24-4c78-a860-b4f4095a7095']);
    expect(counts).toEqual({ read: 2, loaded: 2, rejected: 0 });
    const users = ['adm_1', 'ann'];
    expect(users.map((user) => engine.evaluate(eventOf(user)).length === 1)).toEqual(wanted);
    const [rule] = parseSigma([{ path: 'r.yml', text: RULE + text }]).rules;
    expect(users.map((user) => rule !== undefined && ruleMatches(rule, eventOf(user)))).toEqual(wanted);
  });

  it.each<[string, string]>([
    ['of another log source', '{ product: linux }'],
    ['of a narrower log source', '{ product: windows, service: sysmon }'],
  ])('%s does not reach the rule, and says so', (_, logsource) => {
    const body = `rules: [archiver]\n${SELECTION}\ncondition: selection`;
    const { engine, diagnostics } = load(filterText(body, logsource));
    expect(diagnostics.map(({ code }) => code)).toEqual(['sigma.unused-filter']);
    expect(engine.evaluate(eventOf('adm_1'))).toHaveLength(1);
  });

  it('that is disabled is not applied', () => {
    const text = RULE + filterText(`rules: any\n${SELECTION}\ncondition: selection`);
    const disabled = ['11111111-0000-4000-8000-000000000001'];
    const { engine, counts } = loadSigma([{ path: 'r.yml', text }], { disabled });
    expect(engine.evaluate(eventOf('adm_1'))).toHaveLength(1);
    expect(counts).toEqual({ read: 2, loaded: 1, rejected: 0 });
  });

  it.each<[string, string]>([
    ['no map', 'title: F\nid: f\nlogsource: { product: windows }\nfilter: any\n'],
    ['no log source', filterText(`rules: any\n${SELECTION}\ncondition: selection`, '{ definition: x }')],
    ['no rules', filterText(`${SELECTION}\ncondition: selection`)],
    ['empty rules', filterText(`rules: []\n${SELECTION}\ncondition: selection`)],
    ['no condition', filterText(`rules: any\n${SELECTION}`)],
    ['a wrong condition', filterText(`rules: any\n${SELECTION}\ncondition: other`)],
    ['a wrong selection', filterText('rules: any\nselection: { a|contians: b }\ncondition: selection')],
    ['an unknown rule', filterText(`rules: [nobody, archiver]\n${SELECTION}\ncondition: selection`)],
    [
      'any rule of a log source without rules',
      filterText(`rules: any\n${SELECTION}\ncondition: selection`, '{ product: x }'),
    ],
  ])('with %s says so', (name, text) => {
    expect(`${name}\n${load(text).diagnostics.map(formatDiagnostic).join('\n')}`).toMatchSnapshot();
  });
});
