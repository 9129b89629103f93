import { StoreError } from '../ports/index.ts';

/** A value that the server binds into `{name:Type}`; it never becomes part of the SQL text. */
export type ParameterValue = string | number | readonly string[];

/** Values of a statement by the names in its text, sent apart from it. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** SQL in ClickHouse's dialect with named parameters, and their values. */
export interface Statement {
  readonly sql: string;
  readonly params: Parameters;
}

/** Longest text that a query takes as one parameter, in UTF-16 code units. */
export const PARAMETER_LIMIT = 4_096;

/** Times are cut to ±142,000 years about 1970, so that differences of two of them stay exact integers. */
const TIME_LIMIT_MS = 4.5e15;

/** A text parameter: well-formed, and of bounded length. Throws StoreError `rejected` when it is longer. */
export function textParameter(name: string, value: string): string {
  if (value.length > PARAMETER_LIMIT) {
    throw new StoreError(
      'rejected',
      `${name} has ${value.length} characters; a query takes at most ${PARAMETER_LIMIT}. Shorten it.`,
    );
  }
  return value.toWellFormed();
}

/** Whole milliseconds, at most 4.5e15 either way; what is not a number is 0. */
export function timeParameter(ms: number): number {
  if (Number.isNaN(ms)) return 0;
  return Math.trunc(Math.min(TIME_LIMIT_MS, Math.max(-TIME_LIMIT_MS, ms)));
}

/** A row limit: a whole number from 0 to `most`. */
export function limitParameter(limit: number, most: number): number {
  return Number.isNaN(limit) ? 0 : Math.trunc(Math.min(most, Math.max(0, limit)));
}
