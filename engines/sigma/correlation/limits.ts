/** Bounds of a correlator; all can be set by its owner. */
export interface CorrelationLimits {
  /**
   * How long after a later event an event may still come, in event time. Results do not depend on the order of
   * arrival within it; what comes later still is left out and counted. Null: everything waits for `advance` or
   * `finish`, as for recordings that are read file by file.
   */
  readonly latenessMs: number | null;
  /** Events that wait for their turn. Above it the earliest are taken as if their time had come. */
  readonly waitingEvents: number;
  /** Events in all windows together. Above it the oldest of a group, or the quietest group, are let go and counted. */
  readonly heldEvents: number;
  /** Events in the window of one group. Above it the oldest are let go and counted. */
  readonly groupEvents: number;
  /** Events listed in a hit, and looked at by a correlation over it. */
  readonly listedEvents: number;
}

/** Limits for a stream: about 100 MB at the very most. */
export const DEFAULT_LIMITS: CorrelationLimits = {
  latenessMs: 10_000,
  waitingEvents: 100_000,
  heldEvents: 200_000,
  groupEvents: 10_000,
  listedEvents: 100,
};

/** What was left out since the start, in events. */
export interface CorrelationLosses {
  /** Came later than the lateness allows, or had no time. */
  readonly late: number;
  /** Let go of before their window was over, because a limit was reached. */
  readonly letGo: number;
}

/** Counts of a correlator that all its parts share. */
export interface CorrelationCounts {
  held: number;
  late: number;
  letGo: number;
}
