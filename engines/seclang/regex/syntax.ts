import type { ByteSet } from './byte-set.ts';

/** A pattern as a tree; options (case, dot, multiline, extended) are resolved into it. */
export type Node =
  | { readonly kind: 'empty' }
  /** One byte of the set. */
  | { readonly kind: 'bytes'; readonly set: ByteSet }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  /** The first branch that leads to a match is preferred. */
  | { readonly kind: 'alternation'; readonly branches: readonly Node[] }
  | { readonly kind: 'group'; readonly number: number; readonly body: Node }
  | {
      readonly kind: 'repeat';
      readonly body: Node;
      readonly min: number;
      /** `Infinity` where there is no upper bound. */
      readonly max: number;
      readonly mode: RepeatMode;
    }
  | { readonly kind: 'atomic'; readonly body: Node }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negative: boolean; readonly body: Node }
  | { readonly kind: 'assertion'; readonly at: Assertion }
  | { readonly kind: 'backreference'; readonly group: number; readonly ignoreCase: boolean }
  /** `\K`: the reported match starts here. */
  | { readonly kind: 'keep' };

/** As much as possible, as little as possible, or as much as possible and never given back. */
export type RepeatMode = 'greedy' | 'lazy' | 'possessive';

/**
 * A place between two bytes. `$` is `text-end` because ModSecurity compiles with DOLLAR_ENDONLY;
 * `line-start` does not hold behind a line feed that ends the subject (pcre2pattern, "Circumflex and dollar").
 */
export type Assertion =
  | 'text-start'
  | 'text-end'
  | 'text-end-or-last-line-feed'
  | 'line-start'
  | 'line-end'
  | 'word-boundary'
  | 'not-word-boundary';

/** A parsed pattern. */
export interface Syntax {
  readonly root: Node;
  /** Number of capturing groups. */
  readonly groupCount: number;
}

/** Thrown within the parser and the compiler; becomes a refusal at the boundary. */
export class PatternError extends Error {
  readonly code = 'bad-pattern';
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.name = 'PatternError';
    this.offset = offset;
  }
}
