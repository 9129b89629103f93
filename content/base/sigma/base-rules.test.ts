import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyMapping, loadMappings, loadSigma, type RawEvent, type SigmaSource } from '@dejfa/sigma';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface RuleCases {
  readonly logsource: Omit<RawEvent, 'fields'>;
  readonly fires: readonly RawEvent['fields'][];
  readonly silent: readonly RawEvent['fields'][];
}

const folder = import.meta.dirname;
const sources = sourcesIn(folder, '.yml');
const loaded = loadSigma(sources);
const { mappings, diagnostics } = loadMappings(sourcesIn(join(folder, '../../mappings'), '.yaml'));
const cases: Readonly<Record<string, RuleCases>> = parse(readFileSync(join(folder, 'cases.yaml'), 'utf8'));

describe('base rules', () => {
  it('load without a complaint', () => {
    expect(loaded.diagnostics).toEqual([]);
    expect(diagnostics).toEqual([]);
  });

  it('have cases each', () => {
    const names = sources.map(({ path }) => path.replace('.yml', ''));
    expect(Object.keys(cases).sort()).toEqual(names);
  });

  it('name techniques and false positives', () => {
    for (const rule of loaded.rules) {
      expect(rule.techniques, rule.path).not.toEqual([]);
      expect(rule.falsePositives, rule.path).not.toEqual([]);
      expect(rule.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it.each(Object.keys(cases))('%s', (name) => {
    const { logsource, fires, silent } = cases[name] ?? { logsource: {}, fires: [], silent: [] };
    for (const fields of fires)
      expect(firedBy(fields, logsource), JSON.stringify(fields)).toContain(`${name}.yml`);
    for (const fields of silent)
      expect(firedBy(fields, logsource), JSON.stringify(fields)).not.toContain(`${name}.yml`);
  });
});

function firedBy(fields: RawEvent['fields'], logsource: RuleCases['logsource']): readonly string[] {
  const event = applyMapping(mappings, { ...logsource, fields });
  return loaded.engine.evaluate(event).map(({ rule }) => rule.path);
}

function sourcesIn(path: string, ending: string): readonly SigmaSource[] {
  return readdirSync(path)
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => ({ path: file, text: readFileSync(join(path, file), 'utf8') }));
}
