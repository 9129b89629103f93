const FREE_ATTEMPTS = 5;
const LONGEST_WAIT_MS = 5 * 60_000;
const FORGET_AFTER_MS = 60 * 60_000;
const KEY_LIMIT = 10_000;

interface Tally {
  readonly count: number;
  readonly lastMs: number;
}

/**
 * Slows down guessing: five attempts are free for each address and for each account, then the wait doubles from one
 * second to five minutes. An attempt is counted when it begins, so that many at once gain nothing.
 */
export class LoginThrottle {
  readonly #tallies = new Map<string, Tally>();

  /** Milliseconds to wait; 0 when the attempt may go on, and then it is counted against every key. */
  begin(keys: readonly string[], nowMs: number): number {
    const waitMs = Math.max(...keys.map((key) => this.#waitMs(key, nowMs)));
    if (waitMs > 0) return waitMs;
    for (const key of keys) this.#count(key, nowMs);
    return 0;
  }

  /** After a right password. */
  clear(keys: readonly string[]): void {
    for (const key of keys) this.#tallies.delete(key);
  }

  #waitMs(key: string, nowMs: number): number {
    const tally = this.#tallies.get(key);
    if (tally === undefined || tally.count < FREE_ATTEMPTS || nowMs - tally.lastMs > FORGET_AFTER_MS)
      return 0;
    const pauseMs = Math.min(1_000 * 2 ** Math.min(tally.count - FREE_ATTEMPTS, 20), LONGEST_WAIT_MS);
    return Math.max(0, tally.lastMs + pauseMs - nowMs);
  }

  #count(key: string, nowMs: number): void {
    const earlier = this.#tallies.get(key);
    const isFresh = earlier !== undefined && nowMs - earlier.lastMs <= FORGET_AFTER_MS;
    this.#tallies.delete(key);
    this.#tallies.set(key, { count: (isFresh ? earlier.count : 0) + 1, lastMs: nowMs });
    if (this.#tallies.size <= KEY_LIMIT) return;
    // The least lately seen goes first: a Map keeps the order of insertion.
    for (const oldest of this.#tallies.keys()) {
      this.#tallies.delete(oldest);
      break;
    }
  }
}
