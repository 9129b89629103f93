/**
 * Makes `content/attack/attack.json` from a file of ATT&CK facts: identifiers, names and who uses what by which report,
 * without descriptions. `node scripts/import-attack.ts FACTS.json`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AttackDomain, type AttackFacts, formatAttackFacts } from '@dejfa/actors';

interface Corpus {
  readonly source: string;
  readonly licence: string;
  readonly cut: string;
  readonly groups: readonly (Page & { stix: string; v: string; created: string; modified: string })[];
  readonly software: readonly (Page & { kind: 'malware' | 'tool'; plat: string[] })[];
  readonly campaigns: readonly (Page & { stix: string; first: string; last: string; created: string })[];
  readonly techniques: readonly {
    id: string;
    name: string;
    dom: string;
    tactics: string[];
    plat: string[];
  }[];
  readonly uses: readonly (readonly [who: string, what: string, references: number[]])[];
  readonly attributed: readonly (readonly [campaign: string, group: string, references: number[]])[];
  readonly refs: readonly (readonly [name: string | null, url: string | null, date: string | null])[];
}

interface Page {
  readonly id: string;
  readonly name: string;
  readonly aliases: string[];
  readonly dom: string;
  readonly refs: number[];
}

const DOMAINS: readonly (readonly [letter: string, domain: AttackDomain])[] = [
  ['e', 'enterprise'],
  ['i', 'ics'],
  ['m', 'mobile'],
];
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: node scripts/import-attack.ts FACTS.json');
const facts = factsOf(JSON.parse(readFileSync(path, 'utf8')) as Corpus);
writeFileSync(join(import.meta.dirname, '../content/attack/attack.json'), formatAttackFacts(facts));

function factsOf(corpus: Corpus): AttackFacts {
  const namesOf = (references: readonly number[] = []) =>
    references.flatMap((at) => corpus.refs[at]?.[0] ?? []).sort();
  const page = ({ id, name, aliases, dom }: Omit<Page, 'refs'>) => {
    return { id, name, aliases, domains: domainsOf(dom) };
  };
  const sorted = <T extends { readonly id: string }>(all: readonly T[]) =>
    [...all].sort((a, b) => compare(a.id, b.id));
  return {
    source: corpus.source,
    version: /v([\d.]+)/.exec(corpus.source)?.[1] ?? null,
    licence: corpus.licence,
    cut: corpus.cut,
    groups: sorted(corpus.groups).map(({ stix, v, created, modified, refs, ...group }) => {
      return { ...page(group), stix, version: v, created, modified, references: namesOf(refs) };
    }),
    software: sorted(corpus.software).map(({ kind, plat, ...one }) => ({
      ...page(one),
      kind,
      platforms: plat,
    })),
    campaigns: sorted(corpus.campaigns).map(({ stix, first, last, created, refs, ...campaign }) => {
      return { ...page(campaign), stix, first, last, created, references: namesOf(refs) };
    }),
    techniques: sorted(corpus.techniques).map(({ id, name, dom, tactics, plat }) => {
      const parent = id.includes('.') ? (id.split('.')[0] ?? null) : null;
      const platforms = plat.filter((one) => one !== 'None');
      return { id, name, parent, tactics, domains: domainsOf(dom), platforms };
    }),
    tactics: [],
    references: corpus.refs
      .flatMap(([name, url, date]) => (name === null ? [] : [{ name, url, date: isoDate(date) }]))
      .sort((a, b) => compare(a.name, b.name)),
    uses: usesOf(corpus),
    attributions: corpus.attributed.map(([campaign, group, references]) => {
      return { campaign, group, references: namesOf(references) };
    }),
  };
}

function usesOf({ uses, refs }: Corpus): AttackFacts['uses'] {
  const cited = uses.flatMap(([who, what, references]) =>
    (references.length === 0 ? [null] : references.map((at) => refs[at]?.[0] ?? null)).map((reference) => {
      return { who, reference, what };
    }),
  );
  return [...Map.groupBy(cited, ({ who, reference }) => JSON.stringify([who, reference]))]
    .flatMap(([, [first, ...more]]) =>
      first === undefined
        ? []
        : [{ ...first, what: [...new Set([first, ...more].map(({ what }) => what))].sort() }],
    )
    .sort((a, b) => compare(a.who, b.who) || compare(a.reference ?? '', b.reference ?? ''));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function domainsOf(letters: string): readonly AttackDomain[] {
  return DOMAINS.filter(([letter]) => letters.includes(letter)).map(([, domain]) => domain);
}

/** `2019, May 8` is `2019-05-08`; what is less precise stays so. */
function isoDate(date: string | null): string | null {
  const match = /^(\d{4})(?:, ([A-Z][a-z]+)(?: (\d{1,2}))?)?$/.exec(date ?? '');
  if (match === null) return null;
  const [, year = '', month, day] = match;
  const number = month === undefined ? 0 : MONTHS.indexOf(month) + 1;
  if (number === 0) return year;
  const yearMonth = `${year}-${String(number).padStart(2, '0')}`;
  return day === undefined ? yearMonth : `${yearMonth}-${day.padStart(2, '0')}`;
}
