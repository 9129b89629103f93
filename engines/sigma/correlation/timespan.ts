/** The months and years are the mean ones of the Gregorian calendar, as in pySigma. */
const UNIT_MS = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_629_746_000,
  y: 31_556_952_000,
} as const;

const TIMESPAN = /^(\d{1,6})([smhdwMy])$/;

/** Reads `timespan` (correlation rules specification, "Time Selection") as milliseconds; null for anything else. */
export function parseTimespan(text: string): number | null {
  const [, count = '', unit = ''] = TIMESPAN.exec(text) ?? [];
  const spanMs = Number(count) * (isUnit(unit) ? UNIT_MS[unit] : 0);
  return spanMs > 0 ? spanMs : null;
}

function isUnit(text: string): text is keyof typeof UNIT_MS {
  return Object.hasOwn(UNIT_MS, text);
}
