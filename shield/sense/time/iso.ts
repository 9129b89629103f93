import { civilToMs, digitsAt } from './calendar.ts';

/**
 * Milliseconds since the epoch of an ISO 8601 or RFC 3339 time: `2026-11-23T10:20:30.123456Z`, also with a blank for
 * `T`, a comma before the fraction, `+0330` or `+03:30`, and with no zone (then `zoneOffsetMinutes` counts).
 * Null when it is none. Fractions beyond milliseconds are cut.
 */
export function parseIsoTime(text: string, zoneOffsetMinutes: number): number | null {
  if (text.length < 19 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null;
  const separator = text.charCodeAt(10);
  if (separator !== 84 && separator !== 32 && separator !== 116) return null;
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return null;
  let at = 19;
  let milliseconds = 0;
  const mark = text.charCodeAt(19);
  if (mark === 46 || mark === 44) {
    let scale = 100;
    for (at = 20; at < text.length; at += 1) {
      const digit = text.charCodeAt(at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      milliseconds += digit * scale;
      scale /= 10;
    }
  }
  const zone = at === text.length ? zoneOffsetMinutes : parseZone(text, at);
  if (zone === null) return null;
  const civil = {
    year: digitsAt(text, 0, 4),
    month: digitsAt(text, 5, 2) - 1,
    day: digitsAt(text, 8, 2),
    hour: digitsAt(text, 11, 2),
    minute: digitsAt(text, 14, 2),
    second: digitsAt(text, 17, 2),
  };
  const wholeMs = civilToMs(civil, zone);
  return wholeMs === null ? null : wholeMs + Math.floor(milliseconds);
}

/** Minutes east of UTC of `Z`, `+0330`, `+03:30` or `+03` from `at` to the end; null when it is none. */
export function parseZone(text: string, at: number): number | null {
  const sign = text.charCodeAt(at);
  if ((sign === 90 || sign === 122) && text.length === at + 1) return 0;
  if (sign !== 43 && sign !== 45) return null;
  const hours = digitsAt(text, at + 1, 2);
  const rest = text.length - at - 3;
  const minutesAt = text.charCodeAt(at + 3) === 58 ? at + 4 : at + 3;
  const minutes = rest === 0 ? 0 : digitsAt(text, minutesAt, 2);
  if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) return null;
  if (rest !== 0 && text.length !== minutesAt + 2) return null;
  return (sign === 45 ? -1 : 1) * (hours * 60 + minutes);
}
