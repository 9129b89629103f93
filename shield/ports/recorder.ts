import type { StoreBatch } from './event-store.ts';

/** Takes what the stages found and keeps it, in batches, off the hot path. */
export interface Recorder {
  /** Never blocks and never throws; under pressure raw events are given up first, and counted. */
  accept(part: StoreBatch): void;
  /** Resolves when everything accepted so far is kept; rejects with the `StoreError` that stands in the way. */
  flush(): Promise<void>;
}
