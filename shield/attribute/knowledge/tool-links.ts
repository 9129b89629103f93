import type { Incidence, Report } from './incidence.ts';

/** Beyond this, more sources say nothing new. */
const STRONGEST_LINK = 2;

/**
 * How closely published sources tie each tool to each actor (actor × item, row by row; 0 to 2): a source that ATT&CK
 * cites for what a tool does, and that is cited for an actor as well, ties the two by one over the number of actors
 * that it is cited for. It finds tools that nobody has listed under an actor yet.
 */
export function linkTools(
  incidence: Incidence,
  reports: readonly Report[],
  mayKnow: (source: number) => boolean,
): Float32Array {
  const width = incidence.items.length;
  const citing = citingActors(incidence, reports, mayKnow);
  const links = new Float32Array(incidence.actors.length * width);
  for (const { item, source } of incidence.toolSources) {
    const actors = mayKnow(source) ? citing.get(source) : undefined;
    if (actors === undefined) continue;
    for (const actor of actors) {
      const at = actor * width + item;
      links[at] = Math.min(STRONGEST_LINK, (links[at] ?? 0) + 1 / actors.size);
    }
  }
  return links;
}

function citingActors(
  { pages }: Incidence,
  reports: readonly Report[],
  mayKnow: (source: number) => boolean,
): ReadonlyMap<number, ReadonlySet<number>> {
  const citing = new Map<number, Set<number>>();
  const cited = pages.filter(({ source }) => mayKnow(source));
  for (const { actor, source } of [...reports, ...cited]) {
    if (source < 0) continue;
    const actors = citing.get(source) ?? new Set();
    citing.set(source, actors.add(actor));
  }
  return citing;
}
