import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engines/sigma/compile/engine.ts';
import { parseSigma } from '../../engines/sigma/load.ts';
import { ruleMatches } from '../../engines/sigma/oracle/evaluate.ts';
import { CORPUS, ruleSources } from './cases.ts';
import { satisfyingEvent } from './negatives/satisfy.ts';

const PIPELINE = `name: other names, and values that are read anew
vars: { unused: 1 }
transformations:
  - { type: field_name_prefix, prefix: win. }
  - { type: field_name_mapping, mapping: { win.CommandLine: [process.command_line, cmd] } }
  - { type: replace_string, regex: 'never there', replacement: x }
  - type: change_logsource
    product: windows
    service: all
    rule_conditions: [{ type: logsource, product: windows }]
`;

describe.skipIf(!existsSync(CORPUS))('the rules of SigmaHQ under a pipeline', () => {
  const sources = existsSync(CORPUS) ? ruleSources() : [];
  const { rules, diagnostics } = parseSigma(sources, {
    pipelines: [{ path: 'pipeline.yml', text: PIPELINE }],
  });

  it('load all', () => {
    expect(diagnostics).toEqual([]);
    expect(rules).toHaveLength(3141);
  });

  it('fire as the oracle says on events with the new names, and keep what they mean', () => {
    const plain = new Map(parseSigma(sources).rules.map((rule) => [rule.info.id, rule]));
    const engine = createEngine(rules);
    for (const rule of rules.filter((_, index) => index % 20 === 0)) {
      const event = satisfyingEvent(rule);
      expect(event, rule.info.title).not.toBeNull();
      if (event === null) continue;
      expect(engine.evaluate(event).map((hit) => hit.rule.id)).toContain(rule.info.id);
      const old = plain.get(rule.info.id) ?? rule;
      const fields = Object.fromEntries(
        Object.entries(event.fields).map(([name, value]) => [oldName(name), value]),
      );
      expect(ruleMatches(old, { logsource: old.info.logsource, fields }), rule.info.title).toBe(true);
    }
  });
});

function oldName(name: string): string {
  return name === 'process.command_line' || name === 'cmd' ? 'CommandLine' : name.replace(/^win\./, '');
}
