import { civilToMs, digitsAt, monthOf } from './calendar.ts';

const DAY_MS = 86_400_000;

/**
 * Milliseconds since the epoch of `Mmm dd hh:mm:ss` at the start of `text` (RFC 3164 §4.1.2), which states neither
 * year nor zone: the year is the one that puts it nearest before `receivedMs`, with a day's grace for fast clocks.
 * Null when it is none. The stamp is 15 characters long.
 */
export function parseRfc3164Time(text: string, receivedMs: number, zoneOffsetMinutes: number): number | null {
  const month = monthOf(text.slice(0, 3));
  if (month < 0 || text.charCodeAt(3) !== 32 || text.charCodeAt(6) !== 32) return null;
  const day = text.charCodeAt(4) === 32 ? digitsAt(text, 5, 1) : digitsAt(text, 4, 2);
  const hour = digitsAt(text, 7, 2);
  const minute = digitsAt(text, 10, 2);
  const second = digitsAt(text, 13, 2);
  const year = new Date(receivedMs + zoneOffsetMinutes * 60_000).getUTCFullYear();
  const newest = receivedMs + DAY_MS;
  for (const candidate of [year + 1, year]) {
    const ms = civilToMs({ year: candidate, month, day, hour, minute, second }, zoneOffsetMinutes);
    if (ms === null) return null;
    if (ms <= newest) return ms;
  }
  return civilToMs({ year: year - 1, month, day, hour, minute, second }, zoneOffsetMinutes);
}
