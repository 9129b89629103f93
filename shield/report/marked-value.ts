import { escapeLine, fit, paint } from './terminal-text.ts';

/** A value of an event, with what a rule found in it. */
export interface MarkedValue {
  readonly value: string;
  /** Stretch to be marked, in UTF-16 code units of `value`. */
  readonly span?: { readonly start: number; readonly length: number } | undefined;
}

/**
 * A value on one line of at most about `columns` characters with its matched stretch marked: reverse video, or
 * ⟦double brackets⟧ where there are no colours. Cut around the stretch when it is long; always escaped.
 */
export function formatMarked(
  { value, span }: MarkedValue,
  options: { readonly columns: number; readonly colour: boolean },
): string {
  const room = Math.max(20, options.columns);
  if (span === undefined || span.length <= 0) return fit(escapeLine(value), room);
  const start = Math.min(Math.max(span.start, 0), value.length);
  const end = Math.min(start + span.length, value.length);
  const around = Math.max(8, Math.floor((room - (end - start)) / 2));
  const from = Math.max(0, start - around);
  const to = Math.min(value.length, end + around);
  const marked = fit(escapeLine(value.slice(start, end)), room);
  const before = `${from > 0 ? '…' : ''}${escapeLine(value.slice(from, start))}`;
  const after = `${escapeLine(value.slice(end, to))}${to < value.length ? '…' : ''}`;
  return before + (options.colour ? paint(marked, 'inverse', true) : `⟦${marked}⟧`) + after;
}
