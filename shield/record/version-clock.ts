import type { Clock } from '../ports/index.ts';
import type { Stamp } from './rows/write-row.ts';

/** Steps of `version` in a millisecond. */
const STEPS_PER_MS = 1_000;

/**
 * Stamps batches so that a later one always replaces an earlier one, also when the clock was set back between two
 * runs: it goes on from the highest version found in the store.
 */
export class VersionClock {
  #last: number;
  readonly #clock: Clock;

  constructor(clock: Clock, highestStored: number) {
    this.#clock = clock;
    this.#last = highestStored;
  }

  next(): Stamp {
    const storedMs = Math.trunc(this.#clock.nowMs());
    this.#last = Math.max(this.#last + 1, storedMs * STEPS_PER_MS);
    return { storedMs, version: this.#last };
  }
}
