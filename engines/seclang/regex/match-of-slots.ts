import type { RegexMatch } from './api.ts';

/** The match that capture slots describe: start and end of each group in turn, -1 where there is none. */
export function matchOfSlots(slots: Int32Array, groupCount: number, text: string): RegexMatch {
  const index = slots[0] ?? 0;
  const end = slots[1] ?? 0;
  // An array with one element takes less room than one that was made to grow.
  const groups: (string | undefined)[] = [text.slice(index, end)];
  for (let group = 1; group <= groupCount; group += 1) groups.push(groupOf(slots, group, text));
  return { index, end, groups };
}

function groupOf(slots: Int32Array, group: number, text: string): string | undefined {
  const start = slots[2 * group] ?? -1;
  const end = slots[2 * group + 1] ?? -1;
  return start === -1 || end === -1 ? undefined : text.slice(start, end);
}
