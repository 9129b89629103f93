/** An event that contributes to a hit, as the caller refers to it. `id` orders events of the same instant. */
export interface EventRef {
  readonly id: string;
}

/** An event that a rule matched, with the fields that correlations look at; shared by all that hold it. */
export interface Leaf<R extends EventRef> {
  readonly timeMs: number;
  readonly ref: R;
  /** By field; a field that is missing or null is not there. Texts are cut to a bound. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** Something that counts in a group of a correlation: an event, or a hit of a correlation that it refers to. */
export interface Item<R extends EventRef> {
  readonly timeMs: number;
  /** Orders items of the same instant, whatever the order in which they came. */
  readonly id: string;
  /** Bits by position of the rules in the correlation that it matched (temporal types; else 0). */
  readonly rules: number;
  /** What `value_*` looks at: tuples as text, or numbers as text. */
  readonly values: readonly string[];
  /** What it is grouped by, as it stands in the event. */
  readonly group: readonly string[];
  readonly leaves: readonly Leaf<R>[];
}

/** Compares items for sorting: by time, then by identifier. */
export function byTime(
  a: { readonly timeMs: number; readonly id: string },
  b: { readonly timeMs: number; readonly id: string },
): number {
  if (a.timeMs !== b.timeMs) return a.timeMs - b.timeMs;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
