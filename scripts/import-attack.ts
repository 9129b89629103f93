/**
 * Makes `content/attack/attack.json` from a file of ATT&CK facts: identifiers, names and who uses what, without
 * descriptions. `node scripts/import-attack.ts FACTS.json`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Facts {
  readonly source: string;
  readonly licence: string;
  readonly groups: readonly { id: string; name: string; aliases: string[] }[];
  readonly software: readonly { id: string; name: string }[];
  readonly techniques: readonly { id: string; name: string; tactics: string[] }[];
  readonly uses: readonly (readonly [who: string, what: string, references: number[]])[];
}

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: node scripts/import-attack.ts FACTS.json');
const facts = JSON.parse(readFileSync(path, 'utf8')) as Facts;

const usedBy = Map.groupBy(facts.uses, ([who]) => who);
const groups = facts.groups.map(({ id, name, aliases }) => {
  const used = (usedBy.get(id) ?? []).map(([, what]) => what);
  return {
    id,
    name,
    aliases,
    techniques: used.filter((what) => what.startsWith('T')).sort(),
    software: used.filter((what) => what.startsWith('S')).sort(),
  };
});
const content = {
  source: facts.source,
  licence: facts.licence,
  groups,
  software: facts.software.map(({ id, name }) => ({ id, name })),
  techniques: facts.techniques.map(({ id, name, tactics }) => ({ id, name, tactics })),
};
const lines = Object.entries(content).map(([key, value]) =>
  Array.isArray(value)
    ? `${JSON.stringify(key)}: [\n${value.map((one) => JSON.stringify(one)).join(',\n')}\n]`
    : `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
);
writeFileSync(join(import.meta.dirname, '../content/attack/attack.json'), `{\n${lines.join(',\n')}\n}\n`);
