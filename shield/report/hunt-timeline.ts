import { type Severity, severityRank } from '../model/index.ts';
import type { HuntHit } from './hunt-findings.ts';

/** Hits of one rule on one host that follow one another, none later than {@link QUIET_MS} after the last. */
export interface Episode {
  readonly ruleId: string;
  readonly title: string;
  readonly level: Severity;
  readonly host: string | null;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly hits: number;
  /** The first hit of it, to look up. */
  readonly first: HuntHit;
}

/** Quiet time that ends an episode. */
const QUIET_MS = 10 * 60_000;

/** What happened when: hits in the order of time, runs of the same rule and host as one. */
export function episodesOf(hits: readonly HuntHit[]): readonly Episode[] {
  const sorted = [...hits].sort((a, b) => a.timeMs - b.timeMs);
  const open = new Map<string, number>();
  const episodes: Episode[] = [];
  for (const hit of sorted) {
    const key = `${hit.ruleId}\0${hit.host ?? ''}`;
    const at = open.get(key);
    const last = at === undefined ? undefined : episodes[at];
    if (at !== undefined && last !== undefined && hit.timeMs - last.lastMs <= QUIET_MS) {
      episodes[at] = { ...last, lastMs: hit.timeMs, hits: last.hits + 1 };
      continue;
    }
    const { ruleId, title, level, host, timeMs } = hit;
    open.set(key, episodes.length);
    episodes.push({ ruleId, title, level, host, firstMs: timeMs, lastMs: timeMs, hits: 1, first: hit });
  }
  return episodes;
}

/** At most `limit` episodes, the worst, still in the order of time. */
export function worstEpisodes(episodes: readonly Episode[], limit: number): readonly Episode[] {
  if (episodes.length <= limit) return episodes;
  const worst = [...episodes.keys()]
    .sort((a, b) => rankAt(episodes, b) - rankAt(episodes, a) || a - b)
    .slice(0, limit);
  const kept = new Set(worst);
  return episodes.filter((_, at) => kept.has(at));
}

function rankAt(episodes: readonly Episode[], at: number): number {
  const episode = episodes[at];
  return episode === undefined ? -1 : severityRank(episode.level);
}

/** Hits in equal parts of the time from the first to the last of them; at most `count` parts, at least a second long. */
export function activityOf(
  hits: readonly HuntHit[],
  count: number,
): {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly counts: readonly number[];
} {
  let startMs = Number.POSITIVE_INFINITY;
  let endMs = Number.NEGATIVE_INFINITY;
  for (const { timeMs } of hits) {
    startMs = Math.min(startMs, timeMs);
    endMs = Math.max(endMs, timeMs);
  }
  if (hits.length === 0) return { startMs: 0, endMs: 0, stepMs: 0, counts: [] };
  const stepMs = Math.max(1000, Math.ceil((endMs - startMs + 1) / count));
  const counts = Array.from({ length: Math.floor((endMs - startMs) / stepMs) + 1 }, () => 0);
  for (const { timeMs } of hits) {
    const at = Math.floor((timeMs - startMs) / stepMs);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { startMs, endMs, stepMs, counts };
}
