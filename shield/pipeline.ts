import type { BoundLosses, Correlation, Correlator } from './correlate/correlator.ts';
import type { DecisionTable } from './defuse/decision-table.ts';
import type { RepeatOffender } from './defuse/repeat-offender.ts';
import type { LogDetector } from './detect/log-detector.ts';
import type { Decision, Event, Observation, Signal } from './model/index.ts';
import { type Bus, type Clock, EMPTY_BATCH, type Recorder, type StoreBatch } from './ports/index.ts';

/** The stages, made by whoever starts the shield. */
export interface Stages {
  readonly detector: LogDetector;
  readonly correlator: Correlator;
  /** Null where no policy decides by itself. */
  readonly repeatOffender: RepeatOffender | null;
  readonly decisions: DecisionTable;
  readonly recorder: Recorder;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Makes a policy's decision durable; the table is told by the pipeline. */
  saveDecision(decision: Decision): void;
  /** Told when a guard rail held a policy back. */
  heldBack(reason: string): void;
  /** Told at every tick what was let go of since the start because a bound was reached. */
  bounded(losses: BoundLosses & ReturnType<LogDetector['losses']>): void;
}

/**
 * The one way through: detect → correlate → defuse → record, and then everybody who listens. Each stage takes values
 * and returns values; this is the only place that knows their order. Sensing comes before it (the gateway and the log
 * sources hand events in), attribution and reports are asked for when somebody looks at an incident.
 */
export class Pipeline {
  #stages: Stages;
  /** Events that a source handed in and that may come again, because the store could not keep them the first time. */
  readonly #observed = new WeakSet<Event>();

  constructor(stages: Stages) {
    this.#stages = stages;
  }

  /** New rules, from the next event on; attempts and incidents that are open stay open. */
  replaceDetector(detector: LogDetector): void {
    this.#stages = { ...this.#stages, detector };
  }

  /**
   * Events of a log source. Resolves when they, and what was found in them, are kept; rejects when the store cannot
   * keep them now: then the same events may be delivered again, and are not counted twice.
   */
  async deliver(events: readonly Event[]): Promise<void> {
    for (const event of events) {
      if (this.#observed.has(event)) continue;
      this.#observed.add(event);
      this.observe({ event, signals: this.#stages.detector.evaluate(event), receipts: [] });
    }
    await this.#stages.recorder.flush();
  }

  /**
   * A request that has ended: what its inspection found, and what the log rules find in it. One that a decision
   * stopped makes no signal at all, so that a blocked client that keeps knocking does not raise the count of attempts.
   */
  observeRequest(observation: Observation): void {
    const { event, signals, receipts } = observation;
    const stopped = receipts.some(({ decisionId }) => decisionId !== null);
    const found = stopped ? [] : this.#stages.detector.evaluate(event);
    const effect = signals[0]?.effect ?? (receipts.length > 0 ? 'blocked' : 'passed');
    const both = [...signals, ...found.map((signal): Signal => ({ ...signal, effect }))];
    this.observe(found.length === 0 ? observation : { ...observation, signals: both });
  }

  /** One event with its signals and receipts; returns at once, keeping happens off the hot path. */
  observe(observation: Observation): void {
    const { correlator, recorder } = this.#stages;
    const correlation = observation.signals.length === 0 ? NOTHING : correlator.accept(observation);
    const decisions = this.#defuse(observation, correlation);
    const { event, signals, receipts } = observation;
    const batch: StoreBatch = { events: [event], signals, ...correlation, decisions, receipts };
    recorder.accept(batch);
    this.#publish(batch);
    this.#observeCorrelated(null);
  }

  /** Signals of rules over many events; the events themselves went through before. */
  #observeCorrelated(nowMs: number | null): void {
    const { correlator, detector, recorder } = this.#stages;
    for (const observation of detector.takeCorrelated(nowMs)) {
      const batch = {
        ...EMPTY_BATCH,
        signals: observation.signals,
        ...correlator.accept(observation),
      };
      recorder.accept(batch);
      this.#publish(batch);
    }
  }

  /** Decisions that are enforced now. */
  activeDecisions(): readonly Decision[] {
    return this.#stages.decisions.held();
  }

  /** A decision that a person made or took back: enforced, recorded and told at once. */
  decide(decision: Decision): void {
    const { decisions, recorder } = this.#stages;
    decisions.remove(decision.id);
    if (decision.revokedMs === null) decisions.add(decision);
    const batch = { ...EMPTY_BATCH, decisions: [decision] };
    recorder.accept(batch);
    this.#publish(batch);
  }

  /** To be called every few seconds: closes quiet attempts and lets go of expired decisions. */
  tick(): void {
    const { clock, correlator, decisions, recorder } = this.#stages;
    const nowMs = clock.nowMs();
    decisions.sweep(nowMs);
    this.#observeCorrelated(nowMs);
    this.#stages.bounded({ ...correlator.losses(), ...this.#stages.detector.losses() });
    const correlation = correlator.closeQuiet(nowMs);
    if (correlation.attempts.length === 0) return;
    const batch = { ...EMPTY_BATCH, ...correlation };
    recorder.accept(batch);
    this.#publish(batch);
  }

  #defuse({ receipts }: Observation, { attempts }: Correlation): readonly Decision[] {
    const { repeatOffender, decisions, saveDecision, heldBack } = this.#stages;
    const [attempt] = attempts;
    const receipt = receipts.find(({ effect }) => effect === 'blocked');
    if (repeatOffender === null || attempt === undefined || receipt === undefined) return [];
    const outcome = repeatOffender.accept({ attempt, receipt });
    if (outcome.heldBack !== null) heldBack(outcome.heldBack);
    if (outcome.decision === null) return [];
    saveDecision(outcome.decision);
    decisions.add(outcome.decision);
    return [outcome.decision];
  }

  #publish(batch: StoreBatch): void {
    const { bus } = this.#stages;
    bus.publish('event', batch.events);
    bus.publish('signal', batch.signals);
    bus.publish('attempt', batch.attempts);
    bus.publish('incident', batch.incidents);
    bus.publish('decision', batch.decisions);
    bus.publish('receipt', batch.receipts);
  }
}

const NOTHING: Correlation = { attempts: [], incidents: [] };
