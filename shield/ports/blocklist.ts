/** How asking block lists goes; counts are since the start. */
export interface BlocklistStatus {
  readonly asked: number;
  /** Answers that list the client. */
  readonly listed: number;
  /** Questions that failed or had no answer in time: about these clients the rules know nothing. */
  readonly unanswered: number;
  /** Answers outside of 127.0.0.0/8, which list nobody (RFC 5782 §2.3). */
  readonly ignored: number;
  /** Requests that went on without the answer after the timeout. */
  readonly late: number;
  /** Questions that were not asked: too many were under way, or none had been answered lately. */
  readonly notAsked: number;
  /** Answers in memory. */
  readonly kept: number;
  /** Nothing is asked just now, because nothing was answered. */
  readonly paused: boolean;
}
