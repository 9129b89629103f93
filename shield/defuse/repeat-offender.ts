import { type Attempt, type Decision, type Receipt, RSIT_CLASSES } from '../model/index.ts';
import type { IdSource } from '../ports/index.ts';
import { parseScope } from './scope.ts';

/** Blocks a source whose requests were blocked that often within that long. */
export interface RepeatOffenderPolicy {
  readonly blockedRequests: number;
  readonly withinMs: number;
  readonly blockMs: number;
}

/** Sources that no policy blocks, whatever they do. */
export interface GuardRails {
  /** Why this address may not be blocked for this service (null: for any), or null. */
  protects(address: string, service: string | null): string | null;
}

/** A request of this attempt was blocked by the verdict on it. */
export interface BlockedRequest {
  readonly attempt: Attempt;
  readonly receipt: Receipt;
}

/** What the policy made of one blocked request; both null where the measure is not full yet. */
export interface PolicyOutcome {
  readonly decision: Decision | null;
  /** Set when the policy would have decided, and a guard rail held it back. */
  readonly heldBack: string | null;
}

const NOTHING: PolicyOutcome = { decision: null, heldBack: null };
/** Sources whose blocked requests are remembered; past it the one that was quiet the longest is forgotten. */
const SOURCE_LIMIT = 100_000;
const OWNER = 'policy:repeat-offender';

/**
 * Counts blocked requests by source. Owns the recent times; a decision that is already in force is not made again.
 * Requests that were stopped by a decision do not count: a block must not prolong itself.
 */
export class RepeatOffender {
  readonly #policy: RepeatOffenderPolicy;
  readonly #rails: GuardRails;
  readonly #ids: IdSource;
  readonly #times = new Map<string, number[]>();

  constructor(policy: RepeatOffenderPolicy, rails: GuardRails, ids: IdSource) {
    this.#policy = policy;
    this.#rails = rails;
    this.#ids = ids;
  }

  accept({ attempt, receipt }: BlockedRequest): PolicyOutcome {
    const { actor } = attempt;
    if (actor.kind !== 'address' || receipt.decisionId !== null || attempt.origin !== 'unknown')
      return NOTHING;
    const times = this.#recent(actor.value, receipt.timeMs);
    if (times.length < this.#policy.blockedRequests) return NOTHING;
    this.#times.delete(actor.value);
    const heldBack = this.#rails.protects(actor.value, receipt.service);
    if (heldBack !== null) return { decision: null, heldBack };
    return { decision: this.#decide(attempt, receipt), heldBack: null };
  }

  #recent(address: string, timeMs: number): readonly number[] {
    const since = timeMs - this.#policy.withinMs;
    const times = [...(this.#times.get(address) ?? []).filter((time) => time > since), timeMs];
    this.#times.delete(address);
    this.#times.set(address, times);
    if (this.#times.size > SOURCE_LIMIT) {
      const [oldest] = this.#times.keys();
      if (oldest !== undefined) this.#times.delete(oldest);
    }
    return times;
  }

  /** For the service of the receipt; a malformed request names none, and its source is blocked for all of them. */
  #decide(attempt: Attempt, { timeMs: nowMs, service }: Receipt): Decision {
    const { blockedRequests, withinMs, blockMs } = this.#policy;
    const minutes = Math.round(withinMs / 60_000);
    return {
      id: this.#ids.next(),
      scope: parseScope(attempt.actor.value),
      action: 'block',
      service,
      reason: `${blockedRequests} requests blocked within ${minutes} min (${RSIT_CLASSES[attempt.rsit]}: ${attempt.rules[0]?.title ?? 'several rules'})`,
      owner: OWNER,
      createdMs: nowMs,
      expiresMs: nowMs + blockMs,
      attemptId: attempt.id,
      revokedMs: null,
      simulated: attempt.simulated,
    };
  }
}
