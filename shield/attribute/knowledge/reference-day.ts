const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of the first day of a year. */
export function dayOfYear(year: number): number {
  return Math.round(Date.UTC(year, 0, 1) / DAY_MS);
}

/**
 * The day of a reference in days since 1970-01-01; null where no date is given. ATT&CK writes `2019, June 4`,
 * `2019, June` (taken as the 15th) or `2019` (taken as the 1st of July); ISO dates are read too.
 */
export function referenceDay(date: string | null): number | null {
  if (date === null) return null;
  const iso = /^(\d{4})-(\d{2})(?:-(\d{2}))?/.exec(date);
  if (iso !== null) return dayFrom(Number(iso[1]), Number(iso[2]) - 1, iso[3]);
  const match = /^(\d{4})(?:, ([A-Za-z]+)(?: (\d+))?)?/.exec(date);
  if (match === null) return null;
  const year = Number(match[1]);
  const month = MONTHS.indexOf((match[2] ?? '').toLowerCase());
  return month < 0 ? dayFrom(year, 6, '1') : dayFrom(year, month, match[3]);
}

function dayFrom(year: number, month: number, day: string | undefined): number {
  const wanted = Number(day ?? 15);
  const inMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Math.round(Date.UTC(year, month, wanted >= 1 && wanted <= inMonth ? wanted : 15) / DAY_MS);
}
