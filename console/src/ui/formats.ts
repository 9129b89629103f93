/** Numbers and times as the reader's own locale writes them. */

export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(localeOf(language)).format(value);
}

export function formatCompact(value: number, language: string): string {
  if (value < 10_000) return formatNumber(value, language);
  return new Intl.NumberFormat(localeOf(language), {
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(value);
}

/** Whole percents; below ten with one digit more, so that a little is not shown as nothing. */
export function formatPercent(share: number, language: string): string {
  return new Intl.NumberFormat(localeOf(language), {
    style: 'percent',
    maximumFractionDigits: share < 0.1 ? 1 : 0,
  }).format(share);
}

/** With its sign and two digits behind the point. */
export function formatSigned(value: number, language: string): string {
  return new Intl.NumberFormat(localeOf(language), {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(value);
}

export function formatBytes(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  return new Intl.NumberFormat(localeOf(language), {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(bytes / 1_000 ** step);
}

/** Clock time today, with the date on other days. */
export function formatTime(timeMs: number, nowMs: number, language: string): string {
  const time = new Date(timeMs);
  const isToday = time.toDateString() === new Date(nowMs).toDateString();
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(
    localeOf(language),
    isToday ? clock : { day: 'numeric', month: 'short', ...clock },
  ).format(time);
}

/** The two largest units that are not nought: `1 h 4 min`, `12 s`. */
export function formatDuration(durationMs: number, language: string): string {
  const seconds = Math.max(0, Math.round(durationMs / 1_000));
  const parts = [
    ['day', Math.floor(seconds / 86_400)],
    ['hour', Math.floor(seconds / 3_600) % 24],
    ['minute', Math.floor(seconds / 60) % 60],
    ['second', seconds % 60],
  ] as const;
  const first = parts.findIndex(([, value]) => value > 0);
  const shown = first === -1 ? parts.slice(3) : parts.slice(first, first + 2);
  return shown
    .filter(([, value], at) => at === 0 || value > 0)
    .map(([unit, value]) =>
      new Intl.NumberFormat(localeOf(language), { style: 'unit', unit, unitDisplay: 'narrow' }).format(value),
    )
    .join(' ');
}

/** The reader's variant of the console's language: `en-GB` where the browser says so and the console speaks English. */
function localeOf(language: string): string {
  return navigator.languages.find((name) => name.split('-')[0] === language) ?? language;
}
