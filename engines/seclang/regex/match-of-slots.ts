import type { RegexMatch } from './api.ts';

/** The match that capture slots describe: start and end of each group in turn, -1 where there is none. */
export function matchOfSlots(slots: Int32Array, groupCount: number, text: string): RegexMatch {
  const groups: (string | undefined)[] = [];
  for (let group = 0; group <= groupCount; group += 1) {
    const start = slots[2 * group] ?? -1;
    const end = slots[2 * group + 1] ?? -1;
    groups.push(start === -1 || end === -1 ? undefined : text.slice(start, end));
  }
  return { index: slots[0] ?? 0, end: slots[1] ?? 0, groups };
}
