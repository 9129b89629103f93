import type { Assertion } from './syntax.ts';

/**
 * Kinds of instructions of the matching machine (Thompson, CACM 11(6), 1968; Cox, "Regular Expression Matching: the
 * Virtual Machine Approach", 2009). An instruction without a target goes on with the next one.
 */
/** The pattern, or the part of it that is run for itself, ends here. */
export const ACCEPT = 0;
/** Consumes one byte of set `x`. */
export const BYTE = 1;
/** Consumes as many bytes of set `x` as there are, at least `y`, and gives none back. */
export const SPAN = 2;
/** Tries `x`; when that fails, `y`. `loops` holds the mark slots of the loops around it, innermost first. */
export const SPLIT = 3;
/** Goes on at `x`. */
export const JUMP = 4;
/** Puts the place into slot `x`. */
export const SAVE = 5;
/** Puts the place where an iteration of a loop began into slot `x`. */
export const MARK = 6;
/** Leaves the loop of slot `x` for `y` when the iteration consumed nothing (as PCRE does), so that none is endless. */
export const PROGRESS = 7;
/** Goes on where assertion `x` holds, or no run goes on (see `runEnd`). */
export const ASSERT = 8;
/** Consumes what group `x` captured; without regard to case where `y` is 1. */
export const BACKREFERENCE = 9;
/** Runs the code at `x` (up to its `ACCEPT`) once, keeps its first result, and goes on at `y`. */
export const ATOMIC = 10;
/** Looks with each of the bodies of `looks[x]` in turn, and goes on at `y`. */
export const LOOK = 11;

/** The assertions by their number in an `ASSERT`. */
export const ASSERTIONS: readonly Assertion[] = [
  'text-start',
  'text-end',
  'text-end-or-last-line-feed',
  'line-start',
  'line-end',
  'word-boundary',
  'not-word-boundary',
];

/** What a `LOOK` runs: from here, or from `length` bytes back. */
export interface Look {
  readonly negative: boolean;
  readonly bodies: readonly { readonly start: number; readonly length: number }[];
}

/** A compiled pattern, shared by all engines that run it; instruction `i` is `op[i]`, `x[i]`, `y[i]`. */
export interface RegexProgram {
  readonly length: number;
  readonly op: Uint8Array;
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** Byte `b` belongs to set `s` where `sets[256 * s + b]` is 1. */
  readonly sets: Uint8Array;
  readonly setCount: number;
  /** By instruction; empty but for splits within loops that need a mark. */
  readonly loops: readonly (readonly number[])[];
  readonly looks: readonly Look[];
  readonly groupCount: number;
  /** Number of capture slots and loop marks together; group g has the slots 2g and 2g+1. */
  readonly slotCount: number;
  /** Loops with a mark that are inside each other, at most. */
  readonly loopDepth: number;
  /** The match can only begin at the subject's start. */
  readonly anchored: boolean;
  /** There is lookaround, an atomic group, a backreference or `\\Z`: an automaton alone cannot decide. Runs are none. */
  readonly irregular: boolean;
  /** Groups that a backreference asks for. */
  readonly referenced: readonly number[];
  readonly hasAssertion: boolean;
  /** What each byte is to the assertions: a neighbour with the marks of runs; below `neighbourCount`. */
  readonly neighbours: Uint8Array;
  readonly neighbourCount: number;
}
