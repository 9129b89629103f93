import { assert, constantFrom, dictionary, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SigmaEvent } from '../api.ts';
import { parseSigma } from '../load.ts';
import { ruleMatches } from '../oracle/evaluate.ts';
import { coverage } from './coverage.ts';
import { FieldTally } from './field-tally.ts';
import { ruleNeeds } from './rule-needs.ts';

const rulesOf = (detection: string, logsource = 'product: windows') =>
  parseSigma([
    {
      path: 'r.yml',
      text: `title: R\nid: 00000000-0000-4000-8000-000000000001\nlogsource:\n  ${logsource}\ndetection:\n${detection}\nlevel: low\n`,
    },
  ]).rules;

function verdict(detection: string, events: readonly SigmaEvent[], logsource?: string) {
  const tally = new FieldTally();
  for (const event of events) tally.add(event);
  return coverage(rulesOf(detection, logsource).map(ruleNeeds), tally.seen())[0]?.verdict;
}

const windows = (fields: SigmaEvent['fields']): SigmaEvent => ({
  logsource: { product: 'windows', service: 'sysmon' },
  fields,
});

const WANTS_A = '  s:\n    A: 1\n  condition: s';

describe('coverage', () => {
  it.each([
    ['product: linux', { kind: 'no-log-source', part: 'product' }],
    ['product: windows\n  category: dns_query', { kind: 'no-log-source', part: 'category' }],
    ['product: windows\n  service: security', { kind: 'no-log-source', part: 'service' }],
    ['service: sysmon', { kind: 'possible', events: 1 }],
  ])('%s', (logsource, expected) => {
    expect(verdict(WANTS_A, [windows({ A: 2 })], logsource)).toEqual(expected);
  });

  it.each([
    ['a field that no event has', WANTS_A, ['A']],
    ['of several only what is missing', '  s:\n    A: 1\n    B: 1\n  condition: s', ['A']],
    ['one of two that are both missing', '  s:\n    - A: 1\n    - C: 1\n  condition: s', ['A', 'C']],
    ['a field that exists', '  s:\n    A|exists: true\n  condition: s', ['A']],
    ['a field that is not null', '  s:\n    B: 1\n  f:\n    A: null\n  condition: s and not f', ['A']],
    ['a nested field', '  s:\n    N.y: 1\n  condition: s', ['N.y']],
  ])('%s is a reason', (_, detection, missing) => {
    const events = [windows({ B: 1, N: [{ x: { z: null } }] })];
    expect(verdict(detection, events)).toEqual({ kind: 'no-field', events: 1, missing });
  });

  it.each([
    ['keywords', '  k:\n    - word\n  condition: k'],
    ['one of two that is there', '  s:\n    - A: 1\n    - B: 1\n  condition: s'],
    ['what is only excluded', '  s:\n    B: 1\n  f:\n    A: 1\n  condition: s and not f'],
    ['null', '  s:\n    A: null\n  condition: s'],
    ['null among others', '  s:\n    A:\n      - 1\n      - null\n  condition: s'],
    ['what must not exist', '  s:\n    A|exists: false\n  condition: s'],
    ['what must not be so', '  s:\n    A|neq: 1\n  condition: s'],
    ['a nested field', '  s:\n    N.x.z: 1\n  condition: s'],
    ['a nested object', '  s:\n    N.x: 1\n  condition: s'],
  ])('%s keeps a rule possible', (_, detection) => {
    expect(verdict(detection, [windows({ B: 1, N: [{ x: { z: null } }] })])).toMatchObject({
      kind: 'possible',
    });
  });

  it('looks at fields of one log source at a time, and at all sources of an event', () => {
    const detection = '  s:\n    A: 1\n    B: 1\n  condition: s';
    const apart = [
      { logsource: { product: 'windows', service: 'a' }, fields: { A: 1 } },
      { logsource: { product: 'windows', service: 'b' }, fields: { B: 1 } },
    ];
    expect(verdict(detection, apart)).toEqual({ kind: 'no-field', events: 2, missing: ['A', 'B'] });
    const further = [{ ...windows({ A: 1 }), furtherLogsources: [{ category: 'dns' }] }];
    expect(verdict(WANTS_A, further, 'category: dns')).toMatchObject({ kind: 'possible' });
  });

  it('learns names that a known shape holds deeper inside', () => {
    const events = [windows({ N: 1 }), windows({ N: { y: 1 } })];
    expect(verdict('  s:\n    N.y: 1\n  condition: s', events)).toMatchObject({ kind: 'possible' });
  });

  it('says nothing of fields where it could not keep all names', () => {
    const fields = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, 1]));
    expect(verdict(WANTS_A, [windows(fields)])).toMatchObject({ kind: 'possible' });
  });

  it('merges what threads saw', () => {
    const [one, two, sum] = [new FieldTally(), new FieldTally(), new FieldTally()];
    one.add(windows({ A: 1 }));
    two.add(windows({ B: 1 }));
    sum.merge(one.seen());
    sum.merge(two.seen());
    expect(sum.seen()).toEqual([
      { logsource: { product: 'windows', service: 'sysmon' }, events: 2, fields: ['A', 'B'], more: false },
    ]);
  });

  it('never calls a rule impossible that matches', () => {
    const items = [
      'A: 1',
      'B: null',
      'A|exists: true',
      'B|exists: false',
      'A|neq: 1',
      'C|contains: x',
      'C: [1, null]',
    ];
    const conditions = ['s', 'not s', 's and t', 's or not t', 'not (s and t)', 's and not t'];
    const values = dictionary(constantFrom('A', 'B', 'C'), constantFrom(1, null, 'x', 'y'), { maxKeys: 3 });
    assert(
      property(
        constantFrom(...items),
        constantFrom(...items),
        constantFrom(...conditions),
        values,
        (one, two, condition, fields) => {
          const rules = rulesOf(`  s:\n    ${one}\n  t:\n    ${two}\n  condition: ${condition}`);
          const [rule] = rules;
          const event = windows(fields);
          const tally = new FieldTally();
          tally.add(event);
          const [found] = coverage(rules.map(ruleNeeds), tally.seen());
          if (rule !== undefined && ruleMatches(rule, event)) expect(found?.verdict.kind).toBe('possible');
        },
      ),
      { numRuns: 500 },
    );
  });
});
