import type { VictimFacts, VictimRecord } from '../knowledge/victim-facts.ts';

/** Share of an actor's victims that lists are taken to hold; the rest is like anybody's. */
const LISTED = 0.4;
/** The bounds of one likelihood ratio: lists of victims are short, old, and made by those who looked. */
const LEAST = 0.6;
const MOST = 2;

/** One ratio an actor of which something is known; actors that are not in it have 1. */
export type Ratios = ReadonlyMap<string, number>;

/**
 * Chance that an actor attacks such a victim over the chance that any actor does: (1 - m) + m × (1 / own list's length
 * if listed, else 0) / (mean of that over all actors with a list), kept between 0.6 and 2.
 */
export function victimRatios(
  facts: VictimFacts,
  { field, value }: { readonly field: 'sectors' | 'countries'; readonly value: string },
): Ratios {
  const listed = facts.actors.filter((actor) => actor[field].length > 0);
  const shareOf = (actor: VictimRecord) => (actor[field].includes(value) ? 1 / actor[field].length : 0);
  const mean = listed.reduce((sum, actor) => sum + shareOf(actor), 0) / Math.max(1, listed.length);
  if (mean === 0) return new Map();
  return new Map(
    listed.map((actor) => {
      const ratio = 1 - LISTED + (LISTED * shareOf(actor)) / mean;
      return [actor.id, Math.min(MOST, Math.max(LEAST, ratio))];
    }),
  );
}
