import type { ActiveSpell } from '../../model/index.ts';

export const DAY_MS = 86_400_000;

/** Days that are remembered of one node; of more, the oldest are forgotten. */
const DAYS_KEPT = 400;

/**
 * On which days (UTC) something was seen, and the first and last time of each: enough to find every silence of a day
 * and longer exactly, in bounded memory and in any order of arrival.
 */
export type DayList = readonly ActiveSpell[];

/** The days with one more sighting; in the order of time. */
export function addDay(days: DayList, timeMs: number): DayList {
  const last = days.at(-1);
  const day = Math.floor(timeMs / DAY_MS);
  if (last !== undefined && timeMs >= last.firstMs && timeMs <= last.lastMs) return days;
  const at = days.findIndex(({ firstMs }) => Math.floor(firstMs / DAY_MS) >= day);
  const found = days[at];
  const seen = { firstMs: timeMs, lastMs: timeMs };
  if (found === undefined) return [...days, seen].slice(-DAYS_KEPT);
  if (Math.floor(found.firstMs / DAY_MS) !== day) return days.toSpliced(at, 0, seen).slice(-DAYS_KEPT);
  if (timeMs >= found.firstMs && timeMs <= found.lastMs) return days;
  const wider = { firstMs: Math.min(found.firstMs, timeMs), lastMs: Math.max(found.lastMs, timeMs) };
  return days.with(at, wider);
}

/** Spells without a silence of `quietMs` or more; `quietMs` is at least a day. */
export function spellsOf(days: DayList, quietMs: number): readonly ActiveSpell[] {
  const spells: ActiveSpell[] = [];
  for (const day of days) {
    const last = spells.at(-1);
    if (last === undefined || day.firstMs - last.lastMs >= quietMs) spells.push(day);
    else spells[spells.length - 1] = { firstMs: last.firstMs, lastMs: day.lastMs };
  }
  return spells;
}
