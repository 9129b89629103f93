import type { EventStore } from '../../ports/index.ts';

/** A store under test, with a clock that the test sets. */
export interface StoreUnderTest {
  readonly store: EventStore;
  setNowMs(nowMs: number): void;
  /** Closes the store and opens it again on the same data. */
  reopen(): Promise<EventStore>;
  remove(): Promise<void>;
}

/** One implementation of EventStore, and how a test gets at it. */
export interface ContractOptions {
  /** As the report of the tests shows it. */
  readonly name: string;
  open(): Promise<StoreUnderTest>;
  /** Why the suite cannot run here; absent where it can. */
  readonly skip?: string;
}

/** The store as it is now; a new one after `reopen`. */
export interface Fresh {
  readonly under: StoreUnderTest;
  readonly store: EventStore;
  reopen(): Promise<EventStore>;
}

/** Where the clock of the store begins, milliseconds since the epoch. */
export const T0 = 1_790_000_000_000;
/** Length of the range of {@link hour}. */
export const HOUR_MS = 3_600_000;

/** Times of their own keep the cases apart: the store is shared, as it is in life. */
export function hour(number: number) {
  const sinceMs = T0 + number * HOUR_MS;
  return { sinceMs, untilMs: sinceMs + HOUR_MS };
}
