/** From 1601-01-01 to 1970-01-01, seconds. */
const EPOCH_SECONDS = 11_644_473_600;

/** A point in time of the proleptic Gregorian calendar, UTC. */
export interface CivilTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** Steps of 100 ns within the second. */
  ticks: number;
}

/**
 * Takes a FILETIME apart: 100 ns since 1601-01-01, given as two halves of 32 bits. Divided in steps that a double holds
 * exactly. Writes into `into`, so that the fast way makes no object.
 */
export function splitFiletime(low: number, high: number, into: CivilTime): void {
  const first = (high % 10_000_000) * 65_536 + (low >>> 16);
  const second = (first % 10_000_000) * 65_536 + (low & 0xffff);
  const seconds =
    Math.floor(high / 10_000_000) * 4_294_967_296 +
    Math.floor(first / 10_000_000) * 65_536 +
    Math.floor(second / 10_000_000);
  into.ticks = second % 10_000_000;
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - days * 86_400;
  into.hour = Math.floor(rest / 3600);
  into.minute = Math.floor(rest / 60) % 60;
  into.second = rest % 60;
  splitDays(days, into);
}

/** Days since 1601-01-01, a Monday and the first day of a cycle of 400 years. */
function splitDays(days: number, into: CivilTime): void {
  const cycle = Math.floor(days / 146_097);
  let rest = days - cycle * 146_097;
  const century = Math.min(Math.floor(rest / 36_524), 3);
  rest -= century * 36_524;
  const four = Math.floor(rest / 1461);
  rest -= four * 1461;
  const one = Math.min(Math.floor(rest / 365), 3);
  rest -= one * 365;
  into.year = 1601 + cycle * 400 + century * 100 + four * 4 + one;
  const isLeap = one === 3 && (four !== 24 || century === 3);
  const february = isLeap ? 29 : 28;
  let month = 1;
  for (let length = 31; rest >= length; length = monthLength(month, february)) {
    rest -= length;
    month += 1;
  }
  into.month = month;
  into.day = rest + 1;
}

function monthLength(month: number, february: number): number {
  if (month === 2) return february;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Milliseconds since the epoch, rounded down. */
export function filetimeMs(view: DataView, at: number): number {
  const ticks = view.getUint32(at + 4, true) * 4_294_967_296 + view.getUint32(at, true);
  return Math.floor(ticks / 10_000) - EPOCH_SECONDS * 1000;
}

/** `2019-08-14T14:06:44.4956748Z`: as Windows writes it since version 10. */
export function formatFiletime(view: DataView, at: number): string {
  const time: CivilTime = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, ticks: 0 };
  splitFiletime(view.getUint32(at, true), view.getUint32(at + 4, true), time);
  const { year, month, day, hour, minute, second, ticks } = time;
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return `${date}T${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}.${pad(ticks, 7)}Z`;
}

/** A SYSTEMTIME ("Systemtime"): the numbers as they stand there, in no known zone but UTC by custom. */
export function formatSystemtime(view: DataView, at: number): string {
  const word = (index: number) => view.getUint16(at + 2 * index, true);
  const date = `${pad(word(0), 4)}-${pad(word(1), 2)}-${pad(word(3), 2)}`;
  return `${date}T${pad(word(4), 2)}:${pad(word(5), 2)}:${pad(word(6), 2)}.${pad(word(7), 3)}Z`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
