import { RegexLimitError } from './api.ts';

/**
 * Counts work, so that no pattern and no subject can hold the shield up. One step is about a nanosecond on a machine of
 * 2026; a meter may be shared by all searches of a request, so that their steps add up.
 */
export interface Meter {
  /** Steps taken so far. */
  steps: number;
  /** The search that takes `steps` past this is given up. */
  limit: number;
}

/** Steps of one search that shares no meter: 50 ms, and what a subject's length allows. */
const BASE_STEPS = 50_000_000;
const STEPS_PER_BYTE = 200;

/** Steps for reading a byte by an automaton that has been there before. */
export const STEPS_OF_BYTE = 3;
/** The same backwards, where each place is noted. */
export const STEPS_OF_READ = 6;
/** Steps for following one instruction while a new state is made. */
export const STEPS_OF_VISIT = 14;
/** Steps for keeping a new state, and for each instruction that it consists of. */
export const STEPS_OF_STATE = 1_200;
export const STEPS_OF_MEMBER = 20;
/** Steps for one instruction of the backtracker. */
export const STEPS_OF_TRIAL = 8;
/** Steps for noting where it was. */
export const STEPS_OF_NOTE = 20;

/** A meter of its own for one budget; `limit` in steps, which are about nanoseconds. */
export function createMeter(limit: number): Meter {
  return { steps: 0, limit };
}

/** Sets the budget for one search, which grows with the length of the subject in bytes. */
export function startMeter(meter: Meter, subjectLength: number): void {
  meter.steps = 0;
  meter.limit = BASE_STEPS + STEPS_PER_BYTE * subjectLength;
}

/** Adds steps. Throws {@link RegexLimitError} past the limit. */
export function spend(meter: Meter, steps: number): void {
  meter.steps += steps;
  if (meter.steps > meter.limit) throw new RegexLimitError(meter.limit);
}
