import type { Attempt, Observation, Signal } from '../model/index.ts';
import type { IdSource } from '../ports/index.ts';
import { actorOf, type CountingRule, targetOf } from './counting-rule.ts';
import { type AttemptKey, OpenAttempt } from './open-attempt.ts';

/**
 * Counts signals into attempts by the counting rule. Owns the open attempts; time is event time, handed in.
 * A signal joins the attempt of its key when it lies within the quiet time of it, on either side, so that events
 * may come late; one that lies further back than every open attempt of its key makes an attempt of its own.
 */
export class AttemptTracker {
  readonly #rule: CountingRule;
  readonly #ids: IdSource;
  /** Open attempts by key. The map is in order of last touch: the first is the one that was quiet the longest. */
  readonly #open = new Map<string, OpenAttempt[]>();
  #openCount = 0;
  #closedEarly = 0;

  constructor(rule: CountingRule, ids: IdSource) {
    this.#rule = rule;
    this.#ids = ids;
  }

  /** Attempts that were closed before their quiet time because too many were open. */
  get closedEarly(): number {
    return this.#closedEarly;
  }

  get openCount(): number {
    return this.#openCount;
  }

  /** Adds what was observed of one event; returns every attempt that changed, closed ones included. */
  accept(observation: Observation): readonly Attempt[] {
    const changed: Attempt[] = [];
    for (const [text, { key, signals }] of groupByKey(observation.signals)) {
      const attempt = this.#attemptFor(text, key, observation.event.timeMs);
      attempt.add(observation, signals);
      changed.push(attempt.snapshot('open'));
    }
    while (this.#openCount > this.#rule.openLimit) changed.push(...this.#closeQuietest());
    return changed;
  }

  /**
   * Closes what has been quiet for the quiet time at `nowMs`, by its events and by their arrival; returns the closed
   * attempts.
   */
  closeQuiet(nowMs: number): readonly Attempt[] {
    const closed: Attempt[] = [];
    for (const [text, attempts] of this.#open) {
      const still = attempts.filter(
        ({ lastMs, touchedMs }) => nowMs - Math.max(lastMs, touchedMs) <= this.#rule.quietTimeMs,
      );
      if (still.length === attempts.length) continue;
      for (const attempt of attempts) if (!still.includes(attempt)) closed.push(attempt.snapshot('closed'));
      this.#openCount -= attempts.length - still.length;
      if (still.length === 0) this.#open.delete(text);
      else this.#open.set(text, still);
    }
    return closed;
  }

  #attemptFor(text: string, key: AttemptKey, timeMs: number): OpenAttempt {
    const attempts = this.#open.get(text) ?? [];
    this.#open.delete(text);
    this.#open.set(text, attempts);
    const { quietTimeMs } = this.#rule;
    const near = attempts.find(
      (one) => timeMs >= one.firstMs - quietTimeMs && timeMs <= one.lastMs + quietTimeMs,
    );
    if (near !== undefined) return near;
    const attempt = new OpenAttempt(this.#ids.next(), key, {
      origin: this.#rule.originOf(key.actor),
      timeMs,
    });
    attempts.push(attempt);
    this.#openCount += 1;
    return attempt;
  }

  #closeQuietest(): readonly Attempt[] {
    const [first] = this.#open;
    if (first === undefined) return [];
    const [text, attempts] = first;
    this.#open.delete(text);
    this.#openCount -= attempts.length;
    this.#closedEarly += attempts.length;
    return attempts.map((attempt) => attempt.snapshot('closed'));
  }
}

interface KeyedSignals {
  readonly key: AttemptKey;
  readonly signals: Signal[];
}

function groupByKey(signals: readonly Signal[]): Map<string, KeyedSignals> {
  const groups = new Map<string, KeyedSignals>();
  for (const signal of signals) {
    const key = { actor: actorOf(signal), service: targetOf(signal), rsit: signal.rsit };
    const text = JSON.stringify([key.actor.kind, key.actor.value, key.service, key.rsit]);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, { key, signals: [signal] });
    else group.signals.push(signal);
  }
  return groups;
}
