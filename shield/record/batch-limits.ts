/** When rows are written, and how many may wait for a store that does not answer. */
export interface BatchLimits {
  /** A batch holds at most this many rows of each kind; a full one is written at once. */
  readonly batchRows: number;
  /** The same while more than four batches wait: a store is faster by the row with larger ones. */
  readonly catchUpRows: number;
  /** Text of raw events in a batch, in UTF-16 code units; a single longer event is a batch of its own. */
  readonly batchEventChars: number;
  /** Rows wait at most this long for company. */
  readonly maxAgeMs: number;
  /** Raw events that may wait; above it the oldest without a signal go first, then the oldest. */
  readonly queuedEvents: number;
  /** Text of raw events that may wait, in UTF-16 code units. */
  readonly queuedEventChars: number;
  /**
   * Signals, and receipts, that may wait. They are given up only here, where the memory of the gateway would be at
   * stake; attempts, incidents and decisions never are, because each replaces its earlier self.
   */
  readonly queuedEvidence: number;
  /** First pause after a failure, doubled by each further one up to `retryCeilingMs`. */
  readonly retryFloorMs: number;
  readonly retryCeilingMs: number;
}

/** Limits that hold unless a caller sets others. */
export const DEFAULT_BATCH_LIMITS: BatchLimits = {
  batchRows: 1_000,
  catchUpRows: 4_000,
  batchEventChars: 8 * 1024 * 1024,
  maxAgeMs: 250,
  queuedEvents: 50_000,
  queuedEventChars: 64 * 1024 * 1024,
  queuedEvidence: 200_000,
  retryFloorMs: 250,
  retryCeilingMs: 15_000,
};
