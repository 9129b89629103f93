import type { AttackDomain, AttackFacts } from '@dejfa/actors';
import { z } from 'zod';

const list = z.array(z.string());
const places = z.array(z.int().min(0));
const page = { id: z.string(), name: z.string(), dom: z.string() };
const cited = { ...page, aliases: list, refs: places };
const maybe = z.string().nullish();

/** The form of studies of ATT&CK: short names, references by their place in one list, dates as ATT&CK writes them. */
const schema = z.object({
  source: z.string(),
  licence: z.string(),
  cut: maybe,
  groups: z.array(z.object({ ...cited, stix: maybe, v: maybe, created: maybe, modified: maybe })),
  software: z.array(z.object({ ...page, aliases: list, kind: z.enum(['malware', 'tool']), plat: list })),
  campaigns: z.array(z.object({ ...cited, stix: maybe, first: maybe, last: maybe, created: maybe })),
  techniques: z.array(z.object({ ...page, tactics: list, plat: list })),
  uses: z.array(z.tuple([z.string(), z.string(), places])),
  attributed: z.array(z.tuple([z.string(), z.string(), places])),
  refs: z.array(z.tuple([z.string().nullable(), z.string().nullable(), z.string().nullable()])),
});

type StudyFacts = z.infer<typeof schema>;

const DOMAINS: readonly (readonly [letter: string, domain: AttackDomain])[] = [
  ['e', 'enterprise'],
  ['i', 'ics'],
  ['m', 'mobile'],
];
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** True for facts in the form of studies rather than in that of `content/attack`. */
export function isStudyForm(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'refs' in value;
}

/** Facts of a study in the form of `content/attack/attack.json`. Throws a ZodError when they are of neither. */
export function factsOfStudy(value: unknown): AttackFacts {
  const study = schema.parse(value);
  const citations = citationsOf(study);
  const namesOf = (references: readonly number[]) =>
    references.flatMap((at) => citations[at]?.name ?? []).sort();
  const named = ({ id, name, dom }: { readonly id: string; readonly name: string; readonly dom: string }) => {
    return { id, name, domains: domainsOf(dom) };
  };
  return {
    source: study.source,
    version: /v([\d.]+)/.exec(study.source)?.[1] ?? null,
    licence: study.licence,
    cut: study.cut ?? null,
    groups: study.groups.sort(byId).map(({ stix, v, created, modified, refs, aliases, ...one }) => ({
      ...named(one),
      aliases,
      stix: stix ?? null,
      version: v ?? null,
      created: created ?? null,
      modified: modified ?? null,
      references: namesOf(refs),
    })),
    software: study.software.sort(byId).map(({ kind, plat, aliases, ...one }) => {
      return { ...named(one), aliases, kind, platforms: plat };
    }),
    campaigns: study.campaigns.sort(byId).map(({ stix, first, last, created, refs, aliases, ...one }) => ({
      ...named(one),
      aliases,
      stix: stix ?? null,
      first: first ?? null,
      last: last ?? null,
      created: created ?? null,
      references: namesOf(refs),
    })),
    techniques: study.techniques.sort(byId).map(({ tactics, plat, ...one }) => {
      const parent = one.id.includes('.') ? (one.id.split('.')[0] ?? null) : null;
      return { ...named(one), parent, tactics, platforms: plat.filter((platform) => platform !== 'None') };
    }),
    tactics: [],
    references: citations.flatMap((citation) => citation ?? []).sort((a, b) => compare(a.name, b.name)),
    uses: usesOf(study, citations),
    attributions: study.attributed.map(([campaign, group, references]) => {
      return { campaign, group, references: namesOf(references) };
    }),
  };
}

type Citation = AttackFacts['references'][number];

/** By place; null where it was left out. A name that stands for a second page gets a number, so that both are kept. */
function citationsOf({ refs }: StudyFacts): readonly (Citation | null)[] {
  const uses = new Map<string, number>();
  return refs.map(([name, url, date]) => {
    if (name === null) return null;
    const number = (uses.get(name) ?? 0) + 1;
    uses.set(name, number);
    return { name: number === 1 ? name : `${name} (${number})`, url, date: isoDate(date) };
  });
}

function usesOf({ uses }: StudyFacts, citations: readonly (Citation | null)[]): AttackFacts['uses'] {
  const single = uses.flatMap(([who, what, references]) =>
    (references.length === 0 ? [null] : references.map((at) => citations[at]?.name ?? null)).map(
      (reference) => ({ who, reference, what }),
    ),
  );
  return [...Map.groupBy(single, ({ who, reference }) => JSON.stringify([who, reference])).values()]
    .flatMap((all) => {
      const [first] = all;
      return first === undefined
        ? []
        : [{ ...first, what: [...new Set(all.map(({ what }) => what))].sort() }];
    })
    .sort((a, b) => compare(a.who, b.who) || compare(a.reference ?? '', b.reference ?? ''));
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return compare(a.id, b.id);
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
