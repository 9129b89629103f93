/** English month abbreviations as logs write them (RFC 3164 §4.1.2, Common Log Format), by their letters. */
const MONTHS: Readonly<Record<string, number>> = {
  Jan: 0,
  Feb: 1,
  Mar: 2,
  Apr: 3,
  May: 4,
  Jun: 5,
  Jul: 6,
  Aug: 7,
  Sep: 8,
  Oct: 9,
  Nov: 10,
  Dec: 11,
};

/** 0 to 11, or -1 when `name` is no month. */
export function monthOf(name: string): number {
  return Object.hasOwn(MONTHS, name) ? (MONTHS[name] ?? -1) : -1;
}

/** Value of the decimal digits of `text` from `start`, `length` of them; -1 when one is not a digit. */
export function digitsAt(text: string, start: number, length: number): number {
  let value = 0;
  for (let at = start; at < start + length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** A time as a calendar and a clock on the wall show it, without a zone. */
export interface CivilTime {
  readonly year: number;
  /** 0 to 11. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Milliseconds since the epoch of a civil time at an offset from UTC; null when a part is out of its range. */
export function civilToMs(civil: CivilTime, zoneOffsetMinutes: number): number | null {
  const { year, month, day, hour, minute, second } = civil;
  const inRange =
    year >= 0 &&
    month >= 0 &&
    month < 12 &&
    day >= 1 &&
    day <= 31 &&
    hour >= 0 &&
    hour < 24 &&
    minute >= 0 &&
    minute < 60 &&
    second >= 0 &&
    second <= 60;
  if (!inRange) return null;
  return Date.UTC(year, month, day, hour, minute, second) - zoneOffsetMinutes * 60_000;
}
