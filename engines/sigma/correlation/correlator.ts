import type { LoadedSigma } from '../api.ts';
import type { CorrelationHit } from './hit.ts';
import { byTime, type EventRef } from './item.ts';
import {
  type CorrelationCounts,
  type CorrelationLimits,
  type CorrelationLosses,
  DEFAULT_LIMITS,
} from './limits.ts';
import { CorrelationNode, type Occurrence } from './node.ts';
import { createObserver, type Observation, type Observed, type Observer } from './observer.ts';
import type { CorrelationPlan } from './plan.ts';
import { TimeQueue } from './time-queue.ts';

/** Events that are fed in one go: hits of inner correlations never pile up. */
const BATCH = 512;

interface Waiting<R extends EventRef> extends Observation<R> {
  readonly timeMs: number;
  readonly id: string;
}

interface Consumer<R extends EventRef> {
  readonly node: CorrelationNode<R>;
  readonly input: number;
}

/**
 * Runs correlation rules over a stream of events (Sigma correlation rules specification 2.1). Owns the windows; has no
 * clock: time is that of the events. The same events give the same hits in whatever order they come, as long as none
 * is later than the limit says. Memory is bounded; `losses` counts what was left out for it.
 */
export class SigmaCorrelator<R extends EventRef> {
  readonly #limits: CorrelationLimits;
  readonly #counts: CorrelationCounts = { held: 0, late: 0, letGo: 0 };
  /** Each after those whose hits it takes. */
  readonly #nodes: readonly CorrelationNode<R>[];
  readonly #consumers = new Map<string, Consumer<R>[]>();
  readonly #observer: Observer;
  readonly #waiting = new TimeQueue<Waiting<R>>();
  #hits: CorrelationHit<R>[] = [];
  #newestMs = Number.NEGATIVE_INFINITY;
  /** All events before this are in. */
  #doneMs = Number.NEGATIVE_INFINITY;
  #dueMs = Number.POSITIVE_INFINITY;

  constructor(
    loaded: Pick<LoadedSigma, 'correlations' | 'onlyCorrelated'>,
    limits: Partial<CorrelationLimits> = {},
  ) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    const { correlations: plans, onlyCorrelated } = loaded;
    this.#nodes = plans.map((plan) => this.#node(plan, plans, !onlyCorrelated.has(plan.info.id)));
    for (const node of this.#nodes)
      for (const [input, { id }] of node.plan.inputs.entries()) {
        const known = this.#consumers.get(id);
        if (known === undefined) this.#consumers.set(id, [{ node, input }]);
        else known.push({ node, input });
      }
    this.#observer = createObserver(plans);
  }

  #node(plan: CorrelationPlan, plans: readonly CorrelationPlan[], isReported: boolean): CorrelationNode<R> {
    const over = plans.filter(({ inputs }) => inputs.some(({ id }) => id === plan.info.id));
    return new CorrelationNode<R>(plan, {
      limits: this.#limits,
      counts: this.#counts,
      tellsAll: over.some(({ type }) => isOfTimes(type)),
      tell: (occurrence) => this.#told(plan, occurrence, isReported),
    });
  }

  /** Takes one event; returns the correlations that are known to match now, by time. */
  observe(observed: Observed<R>): readonly CorrelationHit<R>[] {
    const observation = this.#observer(observed);
    if (observation !== null) return this.accept(observation);
    this.#newestMs = Math.max(this.#newestMs, Number.isFinite(observed.timeMs) ? observed.timeMs : -Infinity);
    return this.#afterEvent();
  }

  /** {@link observe} for an event that a `createObserver` looked at elsewhere, in another thread perhaps. */
  accept(observation: Observation<R>): readonly CorrelationHit<R>[] {
    const { timeMs, ref } = observation.leaf;
    if (!Number.isFinite(timeMs) || timeMs < this.#doneMs) {
      this.#counts.late += 1;
      return [];
    }
    this.#waiting.push({ ...observation, timeMs, id: ref.id });
    this.#dueMs = Math.min(this.#dueMs, timeMs);
    this.#newestMs = Math.max(this.#newestMs, timeMs);
    return this.#afterEvent();
  }

  #afterEvent(): readonly CorrelationHit<R>[] {
    const { latenessMs, waitingEvents } = this.#limits;
    if (latenessMs !== null) this.#run(this.#newestMs - latenessMs);
    for (let first = this.#waiting.peek(); first !== undefined; first = this.#waiting.peek()) {
      if (this.#waiting.size <= waitingEvents) break;
      this.#run(first.timeMs + 1);
    }
    return this.#take();
  }

  /** Says that all events before `toMs` (event time) are in, for when the stream is quiet. */
  advance(toMs: number): readonly CorrelationHit<R>[] {
    this.#run(toMs);
    return this.#take();
  }

  /** Says that all events are in. */
  finish(): readonly CorrelationHit<R>[] {
    return this.advance(Number.POSITIVE_INFINITY);
  }

  /** What was left out since the start. */
  losses(): CorrelationLosses {
    const { late, letGo } = this.#counts;
    return { late, letGo };
  }

  /** Events held now, waiting or in windows. */
  get held(): number {
    return this.#counts.held + this.#waiting.size;
  }

  #run(toMs: number): void {
    this.#doneMs = Math.max(this.#doneMs, toMs);
    if (toMs <= this.#dueMs) return;
    for (let first = this.#waiting.peek(); first !== undefined && first.timeMs < toMs; ) {
      for (let fed = 0; fed < BATCH && first !== undefined && first.timeMs < toMs; fed += 1) {
        this.#waiting.pop();
        this.#feed(first);
        first = this.#waiting.peek();
      }
      this.#advanceNodes(Math.min(toMs, first?.timeMs ?? toMs));
    }
    this.#advanceNodes(toMs);
    const due = this.#nodes.map((node) => node.dueMs);
    this.#dueMs = Math.min(this.#waiting.peek()?.timeMs ?? Number.POSITIVE_INFINITY, ...due);
  }

  /** A correlation is told of its windows only once they are over: what takes its hits must wait for it. */
  #advanceNodes(toMs: number): void {
    const doneMs = new Map<string, number>();
    for (const node of this.#nodes) {
      const { plan } = node;
      const inner = plan.inputs.map(({ id }) => doneMs.get(id) ?? toMs);
      const nodeToMs = Math.min(toMs, ...inner);
      node.advance(nodeToMs);
      doneMs.set(plan.info.id, plan.window === 'complete' ? nodeToMs - plan.timespanMs : nodeToMs);
    }
  }

  #feed({ timeMs, id, leaf, rules }: Waiting<R>): void {
    const inputs = new Map<CorrelationNode<R>, number[]>();
    for (const rule of rules)
      for (const { node, input } of this.#consumers.get(rule) ?? [])
        inputs.set(node, [...(inputs.get(node) ?? []), input]);
    for (const [node, positions] of inputs)
      node.accept(
        { timeMs, id, leaves: [leaf], group: null },
        positions.toSorted((a, b) => a - b),
      );
  }

  #told(plan: CorrelationPlan, occurrence: Occurrence<R>, isReported: boolean): void {
    if (isReported && occurrence.isFirst) this.#hits.push(occurrence.hit);
    for (const { node, input } of this.#consumers.get(plan.info.id) ?? [])
      if (occurrence.isFirst || isOfTimes(node.plan.type)) node.accept(occurrence, [input]);
  }

  #take(): readonly CorrelationHit<R>[] {
    if (this.#hits.length === 0) return [];
    const hits = this.#hits.sort((a, b) => byTime(dated(a), dated(b)));
    this.#hits = [];
    return hits;
  }
}

/** Correlations of times ask whether something was going on; the others count how often it began. */
function isOfTimes(type: CorrelationPlan['type']): boolean {
  return type === 'temporal' || type === 'temporal_ordered';
}

function dated<R extends EventRef>({ timeMs, rule }: CorrelationHit<R>) {
  return { timeMs, id: rule.id };
}
