import { WORD } from './byte-set.ts';
import type { Assertion } from './syntax.ts';

/** What stands beside a place, as far as assertions ask: the subject's edge, or a byte of some kind. */
export const EDGE = 0;
export const LINE_FEED = 1;
export const WORD_BYTE = 2;
export const OTHER_BYTE = 3;

export type Neighbour = typeof EDGE | typeof LINE_FEED | typeof WORD_BYTE | typeof OTHER_BYTE;

export const NEIGHBOUR_COUNT = 4;

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
