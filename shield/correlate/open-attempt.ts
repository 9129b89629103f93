import {
  type ActorKey,
  type Attempt,
  type Observation,
  type Origin,
  type Outcome,
  type RsitClass,
  type Severity,
  type Signal,
  severityRank,
} from '../model/index.ts';
import { type EventOutcome, outcomeOf } from './counting-rule.ts';

const EVIDENCE_LIMIT = 50;
const RULE_LIMIT = 20;
/** Distinct rules and techniques that are counted apart; a hostile stream cannot make an attempt grow past it. */
const DISTINCT_LIMIT = 200;

/** What signals must share to be one attempt. */
export interface AttemptKey {
  readonly actor: ActorKey;
  readonly service: string;
  readonly rsit: RsitClass;
}

/** An attempt while it grows. The tracker owns it; `snapshot` is what others see. */
export class OpenAttempt {
  readonly id: string;
  readonly key: AttemptKey;
  readonly #origin: Origin;
  firstMs: number;
  lastMs: number;
  /** When the shield last received something for it: a source that catches up must not close what it still feeds. */
  touchedMs: number;
  #signalCount = 0;
  #severity: Severity = 'informational';
  readonly #outcomes: Record<EventOutcome, number> = { blocked: 0, 'no-effect': 0, succeeded: 0, unknown: 0 };
  readonly #rules = new Map<string, { id: string; title: string; count: number }>();
  readonly #techniques = new Set<string>();
  readonly #firstEvents: string[] = [];
  readonly #lastEvents: string[] = [];
  readonly #receipts: string[] = [];
  #simulated = false;

  constructor(id: string, key: AttemptKey, begin: { readonly origin: Origin; readonly timeMs: number }) {
    this.id = id;
    this.key = key;
    this.#origin = begin.origin;
    this.firstMs = begin.timeMs;
    this.lastMs = begin.timeMs;
    this.touchedMs = begin.timeMs;
  }

  /** Adds the signals of one event that belong to this attempt. */
  add(observation: Observation, signals: readonly Signal[]): void {
    const { event, receipts } = observation;
    this.firstMs = Math.min(this.firstMs, event.timeMs);
    this.lastMs = Math.max(this.lastMs, event.timeMs);
    this.touchedMs = Math.max(this.touchedMs, event.receivedMs);
    this.#outcomes[outcomeOf(observation)] += 1;
    this.#simulated ||= event.simulated;
    this.#keepEvidence(event.id);
    for (const receipt of receipts)
      if (this.#receipts.length < EVIDENCE_LIMIT) this.#receipts.push(receipt.id);
    for (const signal of signals) this.#addSignal(signal);
  }

  snapshot(state: 'open' | 'closed'): Attempt {
    const { blocked, 'no-effect': noEffect, succeeded, unknown } = this.#outcomes;
    const rules = [...this.#rules.values()].sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
    return {
      id: this.id,
      ...this.key,
      origin: this.#origin,
      firstMs: this.firstMs,
      lastMs: this.lastMs,
      state,
      outcome: overall(this.#outcomes),
      severity: this.#severity,
      signalCount: this.#signalCount,
      eventCount: blocked + noEffect + succeeded + unknown,
      blockedCount: blocked,
      rules: rules.slice(0, RULE_LIMIT).map((rule) => ({ ...rule })),
      techniques: [...this.#techniques].sort(),
      eventIds: [...this.#firstEvents, ...this.#lastEvents],
      receiptIds: [...this.#receipts],
      simulated: this.#simulated,
    };
  }

  #addSignal(signal: Signal): void {
    this.#signalCount += 1;
    if (severityRank(signal.severity) > severityRank(this.#severity)) this.#severity = signal.severity;
    const rule = this.#rules.get(signal.rule.id);
    if (rule !== undefined) rule.count += 1;
    else if (this.#rules.size < DISTINCT_LIMIT) {
      this.#rules.set(signal.rule.id, { id: signal.rule.id, title: signal.rule.title, count: 1 });
    }
    for (const technique of signal.techniques) {
      if (this.#techniques.size < DISTINCT_LIMIT) this.#techniques.add(technique);
    }
  }

  /** The first half of the evidence is kept for good, the second half is the latest. */
  #keepEvidence(eventId: string): void {
    if (this.#firstEvents.length < EVIDENCE_LIMIT / 2) this.#firstEvents.push(eventId);
    else {
      this.#lastEvents.push(eventId);
      if (this.#lastEvents.length > EVIDENCE_LIMIT / 2) this.#lastEvents.shift();
    }
  }
}

/** One success makes the attempt one; `blocked` and `no-effect` must hold for every event of it. */
function overall(outcomes: Readonly<Record<EventOutcome, number>>): Outcome {
  if (outcomes.succeeded > 0) return 'succeeded';
  if (outcomes.unknown > 0) return 'unknown';
  return outcomes['no-effect'] > 0 ? 'no-effect' : 'blocked';
}
