import { RegexLimitError } from './api.ts';

/** Steps allowed for one search, apart from those that the subject's length allows: about 0.1 s. */
const BASE_STEPS = 5_000_000;
const STEPS_PER_BYTE = 100;

/** Counts the work of one search, so that no pattern and no subject can hold the shield up. */
export interface Meter {
  steps: number;
  limit: number;
}

/** Sets the budget for one run, which grows with the length of the subject in bytes. */
export function startMeter(meter: Meter, subjectLength: number): void {
  meter.steps = 0;
  meter.limit = BASE_STEPS + STEPS_PER_BYTE * subjectLength;
}

/** Adds steps. Throws {@link RegexLimitError} past the limit. */
export function spend(meter: Meter, steps: number): void {
  meter.steps += steps;
  if (meter.steps > meter.limit) throw new RegexLimitError(meter.limit);
}
