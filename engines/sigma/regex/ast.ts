import type { CharSet } from './char-set.ts';

/** A regular expression without captures: what decides whether it matches at all. */
export type RegexNode =
  | { readonly kind: 'class'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly parts: readonly RegexNode[] }
  /** `max` may be Infinity. */
  | { readonly kind: 'repeat'; readonly part: RegexNode; readonly min: number; readonly max: number }
  | { readonly kind: 'assert'; readonly what: Assertion };

/** `text-end-or-newline` also holds before a line feed that ends the text (PCRE's `$` and `\Z`). */
export type Assertion =
  | 'text-start'
  | 'text-end'
  | 'text-end-or-newline'
  | 'line-start'
  | 'line-end'
  | 'word-boundary'
  | 'not-word-boundary';
