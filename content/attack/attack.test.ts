import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAttackFacts } from '../../shield/adapters/actors/index.ts';

const facts = await readAttackFacts(join(import.meta.dirname, 'attack.json'));

describe('facts of ATT&CK that are shipped', () => {
  it.each(['groups', 'software', 'campaigns', 'techniques'] as const)('list %s by id, each once', (key) => {
    const ids = facts[key].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('name nothing that they do not list', () => {
    const ids = new Set([
      ...facts.groups.map(({ id }) => id),
      ...facts.software.map(({ id }) => id),
      ...facts.campaigns.map(({ id }) => id),
      ...facts.techniques.map(({ id }) => id),
    ]);
    const references = new Set(facts.references.map(({ name }) => name));
    const named = [
      ...facts.uses.flatMap(({ who, what }) => [who, ...what]),
      ...facts.attributions.flatMap(({ campaign, group }) => [campaign, group]),
      ...facts.techniques.flatMap(({ parent }) => parent ?? []),
    ];
    const cited = [
      ...facts.uses.flatMap(({ reference }) => reference ?? []),
      ...[...facts.groups, ...facts.campaigns, ...facts.attributions].flatMap((one) => one.references),
    ];
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
    expect(cited.filter((name) => !references.has(name))).toEqual([]);
    expect(references.size).toBe(facts.references.length);
  });

  it('cite nothing that was to be left out, and carry the notice of MITRE', () => {
    expect(facts.references.filter(({ date }) => date !== null && date >= '2024')).toEqual([]);
    expect(facts.licence).toContain('The MITRE Corporation');
  });

  it('hold who uses what by which report', () => {
    expect(
      facts.uses.find(({ who, reference }) => who === 'G0001' && reference === 'Novetta-Axiom')?.what,
    ).toContain('T1005');
  });
});
