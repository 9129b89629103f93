import type { AttackFacts } from '@dejfa/actors';
import { referenceDay } from './reference-day.ts';
import { referenceKey } from './reference-key.ts';

/** One published source. */
export interface Source {
  readonly name: string;
  readonly url: string | null;
  /** Days since 1970-01-01; null where ATT&CK gives no date. */
  readonly day: number | null;
}

/** What one source says that one actor used. Numbers are places in the lists of the incidence. */
export interface Report {
  readonly actor: number;
  /** -1: facts for which no source is given. */
  readonly source: number;
  readonly day: number | null;
  /** Ascending, without repeats. */
  readonly items: Int32Array;
}

/**
 * Who used what according to whom and when: the facts as numbers, in an order that depends on nothing but the facts.
 * Mobile techniques and tools are left out: they are so rare that they would pass for a signature.
 */
export interface Incidence {
  /** Identifiers of techniques and tools that some actor uses, sorted. */
  readonly items: readonly string[];
  readonly itemPlaces: ReadonlyMap<string, number>;
  /** 1 where the item is a tool. */
  readonly isTool: Uint8Array;
  /** Place of the technique that a technique belongs to, shared by its sub-techniques. */
  readonly parents: Int32Array;
  readonly parentCount: number;
  /** Identifiers of groups, sorted. */
  readonly actors: readonly string[];
  readonly sources: readonly Source[];
  /** Sorted by actor, then source. */
  readonly reports: readonly Report[];
  /** Sources that the pages of actors, and of campaigns attributed to them, cite. */
  readonly pages: readonly { readonly actor: number; readonly source: number }[];
  /** Sources that ATT&CK gives for what a tool does; `item` is the tool. */
  readonly toolSources: readonly { readonly item: number; readonly source: number }[];
}

/** Reads the facts once; the result is shared by every question. */
export function buildIncidence(facts: AttackFacts): Incidence {
  const { sources, placeOf } = mergeSources(facts);
  const uses = actorUses(facts);
  const items = [...new Set(uses.flatMap((use) => use.items))].sort();
  const itemPlaces = new Map(items.map((item, place) => [item, place]));
  const actors = [...new Set(facts.groups.map(({ id }) => id))].sort();
  const parentNames = items.map((item) => item.split('.')[0] ?? item);
  const parentPlaces = new Map([...new Set(parentNames)].map((name, place) => [name, place]));
  return {
    items,
    itemPlaces,
    isTool: Uint8Array.from(items, (item) => (item.startsWith('S') ? 1 : 0)),
    parents: Int32Array.from(parentNames, (name) => parentPlaces.get(name) ?? 0),
    parentCount: parentPlaces.size,
    actors,
    sources,
    reports: reportsOf(uses, { actors, itemPlaces, sources, placeOf }),
    pages: pagesOf(facts, { actors, placeOf }),
    toolSources: toolSourcesOf(facts, { itemPlaces, placeOf }),
  };
}

/** What one source says that one actor used; null: no source is given, or it was left out. */
interface ActorUse {
  readonly actor: string;
  readonly reference: string | null;
  readonly items: readonly string[];
}

/** Uses of groups, and those of campaigns under each group that the campaign is attributed to. */
function actorUses(facts: AttackFacts): readonly ActorUse[] {
  const mobile = new Set(
    [...facts.techniques, ...facts.software]
      .filter(({ domains }) => domains.every((domain) => domain === 'mobile'))
      .map(({ id }) => id),
  );
  const known = new Set(facts.groups.map(({ id }) => id));
  const behind = Map.groupBy(facts.attributions, ({ campaign }) => campaign);
  return facts.uses.flatMap(({ who, reference, what }) => {
    const items = what.filter((item) => !mobile.has(item));
    const groups = known.has(who) ? [who] : (behind.get(who) ?? []).map(({ group }) => group);
    return groups.filter((group) => known.has(group)).map((actor) => ({ actor, reference, items }));
  });
}

/** Sources, and the place of each reference among them by its name. */
function mergeSources({ references }: AttackFacts): Pick<Places, 'sources' | 'placeOf'> {
  const places = new Map<string, number>();
  const sources: Source[] = [];
  const placeOf = new Map<string, number>();
  for (const { name, url, date } of references) {
    const key = referenceKey(name, url);
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    placeOf.set(name, place);
    const before = sources[place];
    sources[place] = {
      name: before?.name ?? name,
      url: before?.url ?? url,
      day: before?.day ?? referenceDay(date),
    };
  }
  return { sources, placeOf };
}

interface Places {
  readonly actors: readonly string[];
  readonly itemPlaces: ReadonlyMap<string, number>;
  readonly sources: readonly Source[];
  readonly placeOf: ReadonlyMap<string, number>;
}

function reportsOf(uses: readonly ActorUse[], places: Places): readonly Report[] {
  const actorPlaces = new Map(places.actors.map((actor, place) => [actor, place]));
  const found = new Map<number, { actor: number; source: number; items: Set<number> }>();
  const width = places.sources.length + 1;
  for (const { actor, reference, items } of uses) {
    if (items.length === 0) continue;
    const a = actorPlaces.get(actor) ?? 0;
    const source = reference === null ? -1 : (places.placeOf.get(reference) ?? -1);
    const key = a * width + source + 1;
    const report = found.get(key) ?? { actor: a, source, items: new Set<number>() };
    found.set(key, report);
    for (const item of items) report.items.add(places.itemPlaces.get(item) ?? 0);
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([, { actor, source, items }]) => ({
      actor,
      source,
      day: places.sources[source]?.day ?? null,
      items: Int32Array.from([...items].sort((a, b) => a - b)),
    }));
}

function pagesOf(
  { groups, campaigns, attributions }: AttackFacts,
  { actors, placeOf }: Pick<Places, 'actors' | 'placeOf'>,
): Incidence['pages'] {
  const actorPlaces = new Map(actors.map((actor, place) => [actor, place]));
  const behind = Map.groupBy(attributions, ({ campaign }) => campaign);
  const cited = [
    ...groups.map(({ id, references }) => ({ group: id, references })),
    ...campaigns.flatMap(({ id, references }) =>
      (behind.get(id) ?? []).map(({ group }) => ({ group, references })),
    ),
  ];
  const pairs = cited.flatMap(({ group, references }) => {
    const actor = actorPlaces.get(group);
    if (actor === undefined) return [];
    return references.flatMap((name) => {
      const source = placeOf.get(name);
      return source === undefined ? [] : [{ actor, source }];
    });
  });
  return distinct(pairs, ({ actor, source }) => [actor, source]);
}

function toolSourcesOf(
  { uses }: AttackFacts,
  { itemPlaces, placeOf }: Pick<Places, 'itemPlaces' | 'placeOf'>,
): Incidence['toolSources'] {
  const pairs = uses.flatMap(({ who, reference }) => {
    const item = who.startsWith('S') ? itemPlaces.get(who) : undefined;
    const source = reference === null ? undefined : placeOf.get(reference);
    return item === undefined || source === undefined ? [] : [{ item, source }];
  });
  return distinct(pairs, ({ item, source }) => [item, source]);
}

/** Each pair once, in the order of its numbers. */
function distinct<Pair>(
  pairs: readonly Pair[],
  numbersOf: (pair: Pair) => readonly [number, number],
): readonly Pair[] {
  const byNumbers = new Map(pairs.map((pair) => [numbersOf(pair).join(' '), pair]));
  return [...byNumbers.values()].sort((one, other) => {
    const [[a, b], [c, d]] = [numbersOf(one), numbersOf(other)];
    return a - c || b - d;
  });
}
