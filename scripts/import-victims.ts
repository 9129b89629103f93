/**
 * Makes content/actors/victims.json, whom the actors of ATT&CK are reported to have attacked, from the cluster
 * `threat-actor.json` of the MISP galaxy:
 *
 *   node scripts/import-victims.ts THREAT-ACTOR.json
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GalaxyActor, parseGalaxy, readAttackFacts } from '../shield/adapters/actors/index.ts';

const CONTENT = join(import.meta.dirname, '../content');
const ACTOR_PAGE = /^https?:\/\/attack\.mitre\.org\/groups\/(G\d{4})/;

/** What the galaxy calls sectors, by how its words begin. Words that fit none (`Business`, `Other`) say nothing. */
const SECTORS: readonly (readonly [sector: string, words: RegExp])[] = [
  [
    'government',
    /^(government|diplomacy|intergovernmental|justice|political party|intelligence|security service)/,
  ],
  ['military', /^military/],
  ['defence', /^defen[cs]e/],
  ['finance', /^(financ|bank|payment|investment|cryptocurrency)/],
  ['energy', /^(energy|petroleum|electric$|gas$|oil$)/],
  ['telecommunications', /^telecom/],
  ['technology', /^(technology|high-?\s?tech|information technology|semiconductor|electronic)/],
  ['healthcare', /^(health|pharma|medical|biomedical|covid|pharmacy)/],
  ['education', /^(education|universit|academia|scientific research|research)/],
  ['media', /^(media|news|journalist)/],
  [
    'civil society',
    /^(civil society|ngo|activist|dissident|non-profit|think tank|pro-democracy|opposition|religious)/,
  ],
  ['transport', /^(transport|rail|logistics|aviation|maritime|automotive)/],
  ['aerospace', /^(aerospace|space)/],
  [
    'industry',
    /^(manufactur|critical manufactur|industrial|chemical|construction|engineering|civil engineering|mining)/,
  ],
  ['legal', /^legal/],
  ['retail and hospitality', /^(retail|hospitality|travel|gambling|gaming|entertainment)/],
];

/** Names of countries that differ from those of the Unicode CLDR. */
const OTHER_NAMES = new Map([
  ['czech republic', 'CZ'],
  ['turkey', 'TR'],
  ['hong kong', 'HK'],
  ['myanmar', 'MM'],
  ['palestine', 'PS'],
  ['gaza', 'PS'],
  ['ivory coast', 'CI'],
  ['russian federation', 'RU'],
  ['the philippines', 'PH'],
  ['lebonon', 'LB'],
  ['macao', 'MO'],
]);

const countries = countryNames();
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('give the file threat-actor.json of the MISP galaxy');
const galaxy = parseGalaxy(await readFile(path, 'utf8'));
const { groups } = await readAttackFacts(join(CONTENT, 'attack/attack.json'));
const known = new Set(groups.map(({ id }) => id));
const actors = Map.groupBy(
  galaxy.values.flatMap((actor) => groupsOf(actor).map((id) => ({ id, actor }))),
  ({ id }) => id,
);
const lines = [...actors]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([id, entries]) =>
    victimsOf(
      id,
      entries.map(({ actor }) => actor),
    ),
  )
  .filter(({ origin, sectors, countries: own }) => origin !== null || sectors.length + own.length > 0);
const text = [
  '{',
  `"source": ${JSON.stringify(`MISP galaxy, threat-actor.json, version ${galaxy.version} (github:MISP/misp-galaxy)`)},`,
  '"licence": "CC0-1.0 or BSD-2-Clause",',
  '"actors": [',
  lines.map((line) => JSON.stringify(line)).join(',\n'),
  ']',
  '}',
];
await writeFile(join(CONTENT, 'actors/victims.json'), `${text.join('\n')}\n`);

/** The groups that an entry names by identifier; an entry that names none is left out, names alone are traps. */
function groupsOf({ meta: { synonyms, refs } }: GalaxyActor): readonly string[] {
  const named = synonyms.filter((one) => known.has(one));
  const linked = refs.flatMap((one) => ACTOR_PAGE.exec(one)?.[1] ?? []).filter((one) => known.has(one));
  return [...new Set(named.length > 0 ? named : linked)];
}

function victimsOf(id: string, entries: readonly GalaxyActor[]) {
  const origins = new Set(entries.flatMap(({ meta }) => meta.country ?? []));
  const words = entries.flatMap(({ meta }) => [...meta['cfr-target-category'], ...meta['targeted-sector']]);
  const victims = entries.flatMap(({ meta }) => meta['cfr-suspected-victims']);
  const [origin = null] = origins;
  return {
    id,
    origin: origins.size === 1 ? origin : null,
    sectors: [...new Set(words.flatMap(sectorOf))].sort(),
    countries: [...new Set(victims.flatMap((one) => countries.get(one.trim().toLowerCase()) ?? []))].sort(),
  };
}

function sectorOf(word: string): readonly string[] {
  return SECTORS.filter(([, words]) => words.test(word.trim().toLowerCase())).map(([sector]) => sector);
}

function countryNames(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  // Of two codes of one country the old one is left out, as are private-use codes and groupings that are no countries.
  const countriesOnly = codes.filter(
    (code) =>
      (!/^(?:AA|Q[M-Z]|X[A-Z]|ZZ|EU|EZ|UN)$/.test(code) || code === 'XK') &&
      new Intl.Locale(`und-${code}`).region === code,
  );
  const byName = countriesOnly.flatMap((code) => {
    const name = names.of(code);
    return name === undefined ? [] : [[name.toLowerCase(), code] as const];
  });
  return new Map([...byName, ...OTHER_NAMES]);
}
