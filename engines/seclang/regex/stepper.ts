import type { Meter } from './meter.ts';
import { MARKED_COUNT } from './neighbour.ts';

/** A list of instructions that is written again and again: the first `count` of `items`. */
export interface InstructionList {
  readonly items: Int32Array;
  count: number;
}

/** With a neighbour behind the place: the pattern does not end there. Only for going backwards. */
export const SHUT = MARKED_COUNT;

/** What stands on both sides of a place in the subject: a neighbour each, perhaps with {@link SHUT}. */
export interface Beside {
  readonly before: number;
  readonly after: number;
}

/**
 * How a machine with many instructions at once moves; forwards (where it may stand) and backwards (from where the end
 * can be reached) are two. What comes back is written again by the next call of the same function.
 */
export interface Stepper {
  /** Follows what consumes nothing, from the members of a state; true when an end of the pattern is among it. */
  close(members: Int32Array, beside: Beside, meter: Meter): boolean;
  /** What `close` found. */
  readonly closed: InstructionList;
  /** Members of the state behind (or before) the byte, in any order, given what an earlier `close` found. */
  advance(closed: Int32Array, byte: number, meter: Meter): Int32Array;
}
