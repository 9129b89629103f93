/**
 * Makes `content/attack/attack.json` from a file of ATT&CK facts: identifiers, names and who uses what by which report,
 * without descriptions. `node scripts/import-attack.ts FACTS.json`
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatAttackFacts } from '@dejfa/actors';
import { readAttackFacts } from '../shield/adapters/actors/index.ts';

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: node scripts/import-attack.ts FACTS.json');
const facts = await readAttackFacts(path);
writeFileSync(join(import.meta.dirname, '../content/attack/attack.json'), formatAttackFacts(facts));
