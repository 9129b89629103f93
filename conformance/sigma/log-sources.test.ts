import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyMapping, coverage, FieldTally, loadMappings } from '@dejfa/sigma';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createEngine } from '../../engines/sigma/compile/engine.ts';
import { parseSigma } from '../../engines/sigma/load.ts';
import { ruleNeeds } from '../../engines/sigma/seen/rule-needs.ts';
import { CORPUS, mappingSources, regressionCases, ruleSources } from './cases.ts';

const NAMED = join(import.meta.dirname, '../../content/mapping-examples/named-by-rules.yaml');

describe.skipIf(!existsSync(CORPUS))('log sources of the SigmaHQ corpus', () => {
  const { rules } = parseSigma(existsSync(CORPUS) ? ruleSources() : []);

  it('are all listed, with an example or the reason why there is none', () => {
    const named: readonly { readonly logsource: string }[] = parse(readFileSync(NAMED, 'utf8'));
    const listed = new Set(named.map(({ logsource }) => logsource));
    const used = rules.map(
      ({ info: { logsource } }) =>
        `${logsource.product ?? '-'}/${logsource.category ?? '-'}/${logsource.service ?? '-'}`,
    );
    expect([...new Set(used)].filter((name) => !listed.has(name))).toEqual([]);
  });

  it('of rules that fire are never called missing', () => {
    const { mappings } = loadMappings(mappingSources());
    const engine = createEngine(rules);
    const tally = new FieldTally();
    const fired = new Set<string>();
    for (const { events } of regressionCases()) {
      for (const event of events.map((raw) => applyMapping(mappings, raw))) {
        tally.add(event);
        for (const { rule } of engine.evaluate(event)) fired.add(rule.id);
      }
    }
    const impossible = coverage(rules.map(ruleNeeds), tally.seen()).filter(
      ({ verdict }) => verdict.kind !== 'possible',
    );
    expect(impossible.filter(({ id }) => fired.has(id))).toEqual([]);
    expect(fired.size).toBeGreaterThan(90);
    expect(impossible.length).toBeGreaterThan(100);
  });
});
