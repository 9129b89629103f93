const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** A duration for people, its two largest units: `3h 20m`, `14d`, `45s`; below a second `0s`. */
export function formatDuration(durationMs: number): string {
  const at = UNITS.findIndex(([, unitMs]) => durationMs >= unitMs);
  const [large, small] = [UNITS[at], UNITS[at + 1]];
  if (large === undefined) return '0s';
  const count = Math.floor(durationMs / large[1]);
  const rest = small === undefined ? 0 : Math.floor((durationMs - count * large[1]) / small[1]);
  return rest === 0 || small === undefined ? `${count}${large[0]}` : `${count}${large[0]} ${rest}${small[0]}`;
}
