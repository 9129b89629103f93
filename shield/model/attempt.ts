import type { ActorKey } from './event.ts';
import type { RsitClass } from './rsit.ts';
import type { Severity } from './signal.ts';

/** `blocked` needs a receipt; `no-effect` and `succeeded` need evidence; all else is `unknown`. */
export type Outcome = 'blocked' | 'no-effect' | 'succeeded' | 'unknown';

/** Who is behind an attempt, so that scanners and own tests are kept apart in every count. */
export type Origin = 'unknown' | 'known-scanner' | 'own-test';

/**
 * Signals of one actor key against one service and one class of the RSIT taxonomy, closed after a quiet time.
 * The unit that is counted; never multiplied or extrapolated.
 */
export interface Attempt {
  readonly id: string;
  readonly actor: ActorKey;
  /** Guarded service, or else the machine or source that reported it. */
  readonly service: string;
  readonly rsit: RsitClass;
  readonly origin: Origin;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly state: 'open' | 'closed';
  readonly outcome: Outcome;
  readonly severity: Severity;
  readonly signalCount: number;
  /** Distinct events behind the signals. */
  readonly eventCount: number;
  readonly blockedCount: number;
  /** Rules by number of signals, most first, at most 20. */
  readonly rules: readonly { readonly id: string; readonly title: string; readonly count: number }[];
  readonly techniques: readonly string[];
  /** Evidence: the first events and the last, at most 50 identifiers. */
  readonly eventIds: readonly string[];
  /** Receipts that make the outcome `blocked`, at most 50. */
  readonly receiptIds: readonly string[];
  readonly simulated: boolean;
}
