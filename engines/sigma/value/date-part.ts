/** Time modifiers of the modifiers appendix 2.1.0: a number is taken out of a date before it is compared. */
export type DatePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/;
const DAY_MS = 86_400_000;

/**
 * The part of a date written as `YYYY-MM-DD` with or without `HH:MM`, as it stands there: no time zone is applied.
 * `week` is the ISO 8601 week. Null where the text is no such date or the part is not in it.
 */
export function datePartOf(part: DatePart, text: string): number | null {
  const found = DATE.exec(text);
  if (found === null) return null;
  const [year = 0, month = 0, day = 0] = found.slice(1, 4).map(Number);
  switch (part) {
    case 'year':
      return year;
    case 'month':
      return month;
    case 'day':
      return day;
    case 'week':
      return isoWeek(year, month, day);
    case 'hour':
      return found[4] === undefined ? null : Number(found[4]);
    case 'minute':
      return found[5] === undefined ? null : Number(found[5]);
  }
}

/** ISO 8601 week: the week of the year that holds the Thursday of the date's week. */
function isoWeek(year: number, month: number, day: number): number {
  const date = Date.UTC(year, month - 1, day);
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  const thursday = date + (3 - weekday) * DAY_MS;
  const yearStart = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - yearStart) / DAY_MS / 7) + 1;
}
