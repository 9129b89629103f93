import { distance } from 'fastest-levenshtein';

/** The candidate that `written` most likely means: at most a third of its letters away; null when none is near. */
export function nearestKey(written: string, candidates: readonly string[]): string | null {
  const limit = Math.max(2, Math.floor(written.length / 3));
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const d = distance(written.toLowerCase().slice(0, 64), candidate.toLowerCase());
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** One sentence of help: the nearest candidate, or all of them. */
export function suggest(written: string, candidates: readonly string[]): string {
  const nearest = nearestKey(written, candidates);
  if (nearest !== null) return `did you mean ${nearest}?`;
  return candidates.length === 0 ? 'remove it' : `known here: ${candidates.join(', ')}`;
}
