import type { ByteSet } from './byte-set.ts';
import type { Assertion } from './syntax.ts';

/**
 * One instruction of the matching machine (Thompson, CACM 11(6), 1968; Cox, "Regular Expression Matching:
 * the Virtual Machine Approach", 2009). An instruction without a target goes on with the next one.
 */
export type Instruction =
  /** Consumes one byte of the set. */
  | { readonly kind: 'byte'; readonly set: ByteSet }
  /** Consumes as many bytes of the set as there are, at least `min`, and gives none back. */
  | { readonly kind: 'span'; readonly set: ByteSet; readonly min: number }
  /** Tries `first`; when that fails, `second`. `loops`: mark slots of the loops around it, innermost first. */
  | { readonly kind: 'split'; first: number; second: number; readonly loops: readonly number[] }
  | { readonly kind: 'jump'; target: number }
  | { readonly kind: 'save'; readonly slot: number }
  | { readonly kind: 'assertion'; readonly at: Assertion }
  /** Remembers where an iteration of a loop began. */
  | { readonly kind: 'mark'; readonly slot: number }
  /** Leaves the loop for `exit` when the iteration consumed nothing (as PCRE does), so that no loop is endless. */
  | { readonly kind: 'progress'; readonly slot: number; exit: number }
  /** Runs the code at `body` (up to its `accept`) once, keeps its first result, and goes on at `next`. */
  | { readonly kind: 'atomic'; readonly body: number; next: number }
  /** Looks from here, or from `length` bytes back, with each of the bodies in turn. */
  | {
      readonly kind: 'look';
      readonly negative: boolean;
      readonly bodies: readonly { readonly start: number; readonly length: number }[];
      next: number;
    }
  | { readonly kind: 'backreference'; readonly group: number; readonly ignoreCase: boolean }
  | { readonly kind: 'accept' };

/** A compiled pattern, shared by all engines that run it. */
export interface RegexProgram {
  readonly code: readonly Instruction[];
  readonly groupCount: number;
  /** Number of capture slots and loop marks together; group g has the slots 2g and 2g+1. */
  readonly slotCount: number;
  /** Loops with a mark that are inside each other, at most. */
  readonly loopDepth: number;
  /** The match can only begin at the subject's start. */
  readonly anchored: boolean;
  /** There is lookaround, an atomic group, a backreference or `\\Z`: an automaton alone cannot decide. */
  readonly irregular: boolean;
  readonly hasBackreference: boolean;
}
