/** Rule numbers that ModSecurity's manual leaves to the operator are 1 to 99,999; ours are the last ten thousand. */
const FIRST = 90_000;
const LAST = 99_999;

/** The lowest number of an exclusion that no rule has; null when all ten thousand are taken. */
export function freeExclusionId(taken: Iterable<number>): number | null {
  const used = new Set(taken);
  for (let id = FIRST; id <= LAST; id += 1) if (!used.has(id)) return id;
  return null;
}
