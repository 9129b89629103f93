const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What a person can choose; a decision always ends. */
export const DURATIONS = {
  quarter: 15 * MINUTE_MS,
  hour: HOUR_MS,
  fourHours: 4 * HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
} as const;

export type DurationName = keyof typeof DURATIONS;

/** The usual network around an address: 256 of IPv4, one /64 of IPv6. The shield clears the host bits. */
export function rangeAround(address: string): string {
  return address.includes(':') ? `${address}/64` : address.replace(/\.\d+$/, '.0/24');
}
