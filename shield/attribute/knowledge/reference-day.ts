const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of the first day of a year. */
export function dayOfYear(year: number): number {
  return Math.round(Date.UTC(year, 0, 1) / DAY_MS);
}

/**
 * The day of a reference in days since 1970-01-01; null where no date is given. `2019-06` is taken as the 15th, `2019`
 * as the 1st of July.
 */
export function referenceDay(date: string | null): number | null {
  if (date === null) return null;
  const [year, month, day] = date.split('-').map(Number);
  if (year === undefined) return null;
  return Math.round(
    (month === undefined ? Date.UTC(year, 6, 1) : Date.UTC(year, month - 1, day ?? 15)) / DAY_MS,
  );
}
