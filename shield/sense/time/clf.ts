import { civilToMs, digitsAt, monthOf } from './calendar.ts';

/**
 * Milliseconds since the epoch of a Common Log Format time, `10/Oct/2000:13:55:36 -0700`, without its brackets;
 * the zone may be missing. Null when it is none.
 */
export function parseClfTime(text: string, zoneOffsetMinutes: number): number | null {
  if (text.length < 20 || text.charCodeAt(2) !== 47 || text.charCodeAt(11) !== 58) return null;
  let zone = zoneOffsetMinutes;
  if (text.length >= 26) {
    const hours = digitsAt(text, 22, 2);
    const minutes = digitsAt(text, 24, 2);
    if (hours < 0 || minutes < 0) return null;
    zone = (text.charCodeAt(21) === 45 ? -1 : 1) * (hours * 60 + minutes);
  }
  const civil = {
    year: digitsAt(text, 7, 4),
    month: monthOf(text.slice(3, 6)),
    day: digitsAt(text, 0, 2),
    hour: digitsAt(text, 12, 2),
    minute: digitsAt(text, 15, 2),
    second: digitsAt(text, 18, 2),
  };
  return civilToMs(civil, zone);
}
