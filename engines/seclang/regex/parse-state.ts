import type { Cursor } from './cursor.ts';
import type { Node } from './syntax.ts';

/** Options in force at a place of the pattern; a group restores those that it began with. */
export interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
  /** `x`: white space and comments in the pattern are skipped. */
  readonly extended: boolean;
  /** `U`: repeats are lazy unless followed by `?`. */
  readonly ungreedy: boolean;
}

/** What the parser knows while it reads one pattern. */
export interface ParseState {
  readonly cursor: Cursor;
  flags: Flags;
  /** Capturing groups opened so far. */
  groupCount: number;
  readonly groupNames: Map<string, number>;
  /** References by name that stand before their group; checked at the end. */
  readonly references: { readonly group: number; readonly offset: number }[];
  /** Open groups; bounded so that a hostile pattern cannot exhaust the stack. */
  depth: number;
  /** Reads the inside of a group; handed down, because groups and branches hold each other. */
  readonly parseInside: (state: ParseState) => Node;
}

const FLAG_LETTERS: Readonly<Record<string, keyof Flags>> = {
  i: 'ignoreCase',
  s: 'dotAll',
  m: 'multiline',
  x: 'extended',
  U: 'ungreedy',
};

/** The flags changed by letters such as `i`, `ms-x` or `^i`; null when a letter is unknown. */
export function applyFlagLetters(flags: Flags, letters: string): Flags | null {
  const changed: { -readonly [K in keyof Flags]: Flags[K] } = { ...flags };
  let on = true;
  for (const letter of letters) {
    const name = FLAG_LETTERS[letter];
    if (letter === '^') {
      changed.ignoreCase = changed.dotAll = changed.multiline = changed.extended = false;
    } else if (letter === '-') on = false;
    else if (name === undefined) return null;
    else changed[name] = on;
  }
  return changed;
}

/**
 * Counts the capturing groups of a pattern without parsing it whole, for `\12`, which is a group's number or an
 * octal code.
 */
export function countGroups(pattern: string): number {
  const token =
    /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\(\?#[^)]*\)|\[\^?\]?(?:\\[\s\S]|\[:[^\]]*:\]|[^\]\\])*\]|\((?!\?|\*)|\(\?P?<(?![=!])|\(\?'/g;
  return pattern.match(token)?.filter((text) => text.startsWith('(') && !text.startsWith('(?#')).length ?? 0;
}
