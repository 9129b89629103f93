import { type Funnel, type FunnelBucket, StoreError, type TimeRange } from '../../ports/index.ts';
import { type Row, readNumber } from '../rows/read-row.ts';
import { type Statement, timeParameter } from '../statement.ts';

/** Most steps that one series may have. */
export const SERIES_LIMIT = 10_000;

const COUNTS = {
  events: 'events',
  signals: 'signals',
  attempts: 'attempts',
  scanner_attempts: 'scannerAttempts',
  own_test_attempts: 'ownTestAttempts',
  incidents: 'incidents',
  blocked_attempts: 'blockedAttempts',
} as const satisfies Record<string, keyof Funnel>;

type CountColumn = keyof typeof COUNTS;

const COLUMNS = Object.keys(COUNTS) as readonly CountColumn[];

const EMPTY: Funnel = {
  events: 0,
  signals: 0,
  attempts: 0,
  scannerAttempts: 0,
  ownTestAttempts: 0,
  incidents: 0,
  blockedAttempts: 0,
};

/** Steps of one table: FINAL counts each key once, with its latest values. */
function bucketsOf(table: string, time: string, counts: Partial<Record<CountColumn, string>>): string {
  const columns = COLUMNS.map((column) => `${counts[column] ?? 'toUInt64(0)'} AS ${column}`).join(', ');
  return `SELECT intDiv(${time} - {since:Int64}, {step:Int64}) AS bucket, ${columns}
FROM ${table} FINAL WHERE ${time} >= {since:Int64} AND ${time} < {until:Int64} GROUP BY bucket`;
}

const SERIES_SQL = `SELECT bucket, ${COLUMNS.map((column) => `sum(${column}) AS ${column}`).join(', ')} FROM (
${[
  bucketsOf('events', 'time_ms', { events: 'count()' }),
  bucketsOf('signals', 'time_ms', { signals: 'count()' }),
  bucketsOf('attempts', 'last_ms', {
    attempts: "countIf(origin = 'unknown')",
    scanner_attempts: "countIf(origin = 'known-scanner')",
    own_test_attempts: "countIf(origin = 'own-test')",
    blocked_attempts: "countIf(origin = 'unknown' AND outcome = 'blocked')",
  }),
  bucketsOf('incidents', 'last_ms', { incidents: 'count()' }),
].join('\nUNION ALL\n')}
) GROUP BY bucket ORDER BY bucket`;

/**
 * The funnel by equal steps. Events and signals count by their own time; attempts and incidents by their latest
 * activity, so that each counts once. `blockedAttempts` is a part of `attempts`.
 * Throws StoreError `rejected` for a step below 1 ms, or one that makes more than 10,000 steps.
 */
export function seriesStatement(range: TimeRange, stepMs: number): Statement {
  const since = timeParameter(range.sinceMs);
  const until = timeParameter(range.untilMs);
  const step = Math.trunc(stepMs);
  if (!(step >= 1) || (until - since) / step > SERIES_LIMIT) {
    throw new StoreError(
      'rejected',
      `a series from ${since} to ${until} by ${stepMs} ms has more than ${SERIES_LIMIT} steps, or no step at all. ` +
        'Choose a longer step or a shorter time.',
    );
  }
  return { sql: SERIES_SQL, params: { since, until, step } };
}

/** Asks for the funnel of a range as a series of one step. */
export function funnelStatement(range: TimeRange): Statement {
  const length = timeParameter(range.untilMs) - timeParameter(range.sinceMs);
  return seriesStatement(range, Math.max(1, length));
}

function readFunnel(row: Row): Funnel {
  const counts = COLUMNS.map((column) => [COUNTS[column], readNumber(row, column)]);
  return { ...EMPTY, ...Object.fromEntries(counts) };
}

/** The funnel of the answer; all counts 0 where no row came. */
export function readFunnelRows(rows: readonly Row[]): Funnel {
  const [row] = rows;
  return row === undefined ? EMPTY : readFunnel(row);
}

/** Rows of `seriesStatement` with the empty steps put in. */
export function readSeriesRows(rows: readonly Row[], statement: Statement): readonly FunnelBucket[] {
  const since = Number(statement.params.since);
  const step = Number(statement.params.step);
  const count = Math.max(0, Math.ceil((Number(statement.params.until) - since) / step));
  const byBucket = new Map(rows.map((row) => [readNumber(row, 'bucket'), row]));
  return Array.from({ length: count }, (_, bucket) => {
    const row = byBucket.get(bucket);
    return { startMs: since + bucket * step, ...(row === undefined ? EMPTY : readFunnel(row)) };
  });
}
