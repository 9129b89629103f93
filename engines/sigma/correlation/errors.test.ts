import { formatDiagnostic } from '@dejfa/diagnostics';
import { describe, expect, it } from 'vitest';
import { loadSigma } from '../load.ts';

const RULE = `title: Rule
id: 00000000-0000-4000-8000-000000000001
name: a
level: low
logsource: { product: p }
detection:
  selection: { f: x }
  condition: selection
---
`;

const LINES = RULE.split('\n').length - 1;

function correlation(body: string, head = ''): string {
  return `title: C\nid: c\n${head}correlation:\n${body.replace(/^/gm, '  ')}\n`;
}

const GOOD = `type: event_count
rules: [a]
group-by: [u]
timespan: 5m
condition: { gte: 2 }`;

/** What is said, with lines counted from the first of the correlation. */
function said(text: string): string {
  const { diagnostics, correlations } = loadSigma([{ path: 'r.yml', text: RULE + text }]);
  expect(correlations.length === 0).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  return diagnostics
    .map((one) => formatDiagnostic({ ...one, place: { ...one.place, line: one.place.line - LINES } }))
    .join('\n');
}

describe('a correlation that cannot be honoured', () => {
  it.each<[string, string]>([
    ['no map', 'title: C\nid: c\ncorrelation: x\n'],
    ['unknown type', correlation(GOOD.replace('event_count', 'event_sum'))],
    ['no type', correlation(GOOD.replace('type: event_count\n', ''))],
    ['no rules', correlation(GOOD.replace('rules: [a]\n', ''))],
    ['unknown rule', correlation(GOOD.replace('[a]', '[a, nobody]'))],
    ['the same rule twice', correlation(GOOD.replace('[a]', '[a, 00000000-0000-4000-8000-000000000001]'))],
    ['a bad timespan', correlation(GOOD.replace('5m', '5 minutes'))],
    ['no timespan', correlation(GOOD.replace('timespan: 5m\n', ''))],
    ['no condition', correlation(GOOD.replace('condition: { gte: 2 }', ''))],
    ['an unknown comparison', correlation(GOOD.replace('gte', 'ge'))],
    ['not a number', correlation(GOOD.replace('gte: 2', 'gte: many'))],
    ['nothing compared', correlation(GOOD.replace('gte: 2', ''))],
    ['no field', correlation(GOOD.replace('event_count', 'value_count'))],
    ['a field too much', correlation(GOOD.replace('gte: 2', 'gte: 2, field: u'))],
    [
      'two fields',
      correlation(GOOD.replace('event_count', 'value_sum').replace('gte: 2', 'gte: 2, field: [u, v]')),
    ],
    [
      'a share above 100',
      correlation(GOOD.replace('event_count', 'value_percentile').replace('gte: 2', 'gte: 200, field: u')),
    ],
    [
      'no percentile',
      correlation(
        GOOD.replace('event_count', 'value_percentile').replace(
          'gte: 2',
          'gte: 2, field: u, percentile: 101',
        ),
      ),
    ],
    ['an expression of counts', correlation(GOOD.replace('{ gte: 2 }', 'a and b'))],
    [
      'an unknown name',
      correlation(GOOD.replace('event_count', 'temporal').replace('{ gte: 2 }', 'a and b')),
    ],
    ['an unknown part', correlation(`${GOOD}\nordered: true`)],
    ['a bad alias', correlation(`${GOOD}\naliases: { u: { b: x } }`)],
    ['bad generate', correlation(GOOD, 'generate: perhaps\n')],
    ['no group', correlation(GOOD.replace('group-by: [u]\n', ''))],
    [
      'a circle',
      `${correlation(GOOD.replace('[a]', '[d]'))}---\n${correlation(GOOD.replace('[a]', '[c]')).replace('id: c', 'id: d')}`,
    ],
  ])('%s', (name, text) => expect(`${name}\n${said(text)}`).toMatchSnapshot());

  it('leaves its single rules as they are', () => {
    const text = RULE + correlation(GOOD.replace('[a]', '[a, nobody]'));
    const { onlyCorrelated, counts } = loadSigma([{ path: 'r.yml', text }]);
    expect([onlyCorrelated.size, counts]).toEqual([0, { read: 2, loaded: 1, rejected: 1 }]);
  });

  it('is refused when its rule is disabled', () => {
    const disabled = ['00000000-0000-4000-8000-000000000001'];
    const { diagnostics, counts } = loadSigma([{ path: 'r.yml', text: RULE + correlation(GOOD) }], {
      disabled,
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(['sigma.unknown-rule']);
    expect(counts).toEqual({ read: 2, loaded: 0, rejected: 1 });
  });
});

describe('a correlation without a level', () => {
  it('has the highest of its rules', () => {
    const { correlations, diagnostics } = loadSigma([{ path: 'r.yml', text: RULE + correlation(GOOD) }]);
    expect([correlations[0]?.info.level, diagnostics]).toEqual(['low', []]);
  });
});
