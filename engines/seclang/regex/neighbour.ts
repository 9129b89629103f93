import { WORD } from './byte-set.ts';
import { ASSERTIONS } from './program.ts';
import type { Assertion } from './syntax.ts';

/** No byte stands there: the subject begins or ends. */
export const EDGE = 0;
/** A line feed stands there. */
export const LINE_FEED = 1;
/** A byte of `\w` stands there. */
export const WORD_BYTE = 2;
/** Any other byte stands there. */
export const OTHER_BYTE = 3;

/** What stands beside a place in the subject, as far as assertions ask. */
export type Neighbour = typeof EDGE | typeof LINE_FEED | typeof WORD_BYTE | typeof OTHER_BYTE;

/** Number of the values of {@link Neighbour}, for tables indexed by it. */
export const NEIGHBOUR_COUNT = 4;

/** So many sets of a program can be asked for as {@link runEnd}s. */
export const RUN_LIMIT = 2;
/** Number of the neighbours with the marks of sets that a byte can be in. */
export const MARKED_COUNT = NEIGHBOUR_COUNT << RUN_LIMIT;

/** What is added to the neighbour of a byte that is in the run's set. */
export function runMark(run: number): number {
  return NEIGHBOUR_COUNT << run;
}

/**
 * Number of the assertion that no byte of the run's set comes next, behind those of `ASSERTIONS`. It stands behind a
 * possessive repeat of the set, which it makes a greedy one: nothing can be given back to where such a byte comes next.
 */
export function runEnd(run: number): number {
  return ASSERTIONS.length + run;
}

/** The class of each byte. */
export const NEIGHBOURS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => neighbourOf(byte));

/** The class of a byte; never `EDGE`. */
export function neighbourOf(byte: number): Neighbour {
  if (byte === 0x0a) return LINE_FEED;
  return WORD[byte] === 1 ? WORD_BYTE : OTHER_BYTE;
}

/**
 * Whether an assertion holds between two neighbours.
 * `text-end-or-last-line-feed` is answered with "perhaps" as true before any line feed.
 */
export function holds(assertion: Assertion, before: Neighbour, after: Neighbour): boolean {
  switch (assertion) {
    case 'text-start':
      return before === EDGE;
    case 'text-end':
      return after === EDGE;
    case 'text-end-or-last-line-feed':
      return after === EDGE || after === LINE_FEED;
    case 'line-start':
      return before === EDGE || (before === LINE_FEED && after !== EDGE);
    case 'line-end':
      return after === EDGE || after === LINE_FEED;
    case 'word-boundary':
      return (before === WORD_BYTE) !== (after === WORD_BYTE);
    case 'not-word-boundary':
      return (before === WORD_BYTE) === (after === WORD_BYTE);
  }
}

/**
 * `holds` as a table: entry `(assertion * MARKED_COUNT + before) * MARKED_COUNT + after` is 1 where the assertion of that
 * number in `ASSERTIONS`, or behind them, holds.
 */
export const HOLDS: Uint8Array = Uint8Array.from(
  { length: (ASSERTIONS.length + RUN_LIMIT) * MARKED_COUNT * MARKED_COUNT },
  (_, entry) => {
    const after = entry % MARKED_COUNT;
    const before = Math.floor(entry / MARKED_COUNT) % MARKED_COUNT;
    const number = Math.floor(entry / MARKED_COUNT ** 2);
    const assertion = ASSERTIONS[number];
    if (assertion === undefined) return (after & runMark(number - ASSERTIONS.length)) === 0 ? 1 : 0;
    const isHere = holds(
      assertion,
      (before % NEIGHBOUR_COUNT) as Neighbour,
      (after % NEIGHBOUR_COUNT) as Neighbour,
    );
    return isHere ? 1 : 0;
  },
);
