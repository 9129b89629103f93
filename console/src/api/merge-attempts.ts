import type { Attempt } from '../../../shield/model/index.ts';
import { type AttemptQuery, matchesQuery } from './attempt-query.ts';
import type { AttemptPage } from './wire.ts';

/**
 * Puts attempts that came live into pages that were read: each attempt once, in its latest state, where its filter
 * is met, latest activity first. Earlier pages keep their places.
 */
export function mergeAttempts(
  pages: readonly AttemptPage[],
  attempts: readonly Attempt[],
  query: AttemptQuery,
): AttemptPage[] {
  const latest = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  const fresh = [...latest.values()].filter((attempt) => matchesQuery(attempt, query));
  const kept = pages.map((page) => ({
    ...page,
    attempts: page.attempts.filter((attempt) => !latest.has(attempt.id)),
  }));
  const [first, ...rest] = kept;
  if (first === undefined) return kept;
  const top = [...fresh, ...first.attempts].toSorted((a, b) => b.lastMs - a.lastMs);
  return [{ ...first, attempts: top }, ...rest];
}
