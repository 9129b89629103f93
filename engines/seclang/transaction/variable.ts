import type { Scan } from '@dejfa/match';

/** One value that rules look at, for example the argument `q` of the query. Values are bytes as latin1 strings. */
export interface Variable {
  /** Upper-case collection name. */
  readonly collection: string;
  /** Name inside the collection as the request spells it; null where the collection has one value only. */
  readonly key: string | null;
  readonly value: string;
  /** The value after each pipeline that a rule asked for, by the pipeline's id; null until one does. */
  forms: (string | undefined)[] | null;
  /** What one pass over the value found; null until a rule asks. */
  scan: Scan | null;
  /** What one pass over each of the forms found that differ from the value, by the pipeline's id; null until there is one. */
  scans: (Scan | undefined)[] | null;
}

/** A variable that no rule has looked at yet. `key`: null where the collection has one value only. */
export function createVariable(collection: string, key: string | null, value: string): Variable {
  return { collection, key, value, forms: null, scan: null, scans: null };
}

/** The name as rules and logs write it: `ARGS:q`, `REQUEST_LINE`. */
export function fullNameOf(variable: Variable): string {
  return variable.key === null ? variable.collection : `${variable.collection}:${variable.key}`;
}
