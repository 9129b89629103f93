import { seededRandom, shuffled } from './random.ts';

/** Puts actors into folds, so that no actor both teaches and is asked about; the same in every run. */
export function foldActors(
  actors: Iterable<number>,
  count: number,
  seed: string,
): ReadonlyMap<number, number> {
  const distinct = [...new Set(actors)].sort((a, b) => a - b);
  return new Map(shuffled(distinct, seededRandom(seed)).map((actor, place) => [actor, place % count]));
}
