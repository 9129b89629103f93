import type { Attempt, Decision, Incident, Receipt, Signal } from '../model/index.ts';
import type { StoreBatch, StoreError } from '../ports/index.ts';
import type { BatchLimits } from './batch-limits.ts';
import { EventBacklog } from './event-backlog.ts';
import { LatestQueue, RowQueue } from './row-queue.ts';
import { rowsOf, splitBatch } from './split-batch.ts';

/** Part of the event backlog that is given up at once, so that shedding is rare and not one by one. */
const SHED_SHARE = 0.02;

/** So many batches waiting is being behind. */
const BEHIND_BATCHES = 4;

/** A place in the stream of accepted rows, by how many rows of each queue came before it. */
export type QueueMark = readonly number[];

/** What could not be kept since the start; never lost without a count. */
export interface QueueLosses {
  /** Raw events given up for want of room. */
  readonly droppedEvents: number;
  /** Signals and receipts given up at the last bound, and rows of any kind that the store refuses. */
  readonly lostRows: number;
  /** One of the rows that the store refused, as JSON, cut to 2,048 characters. */
  readonly example: string | null;
}

/**
 * What to write next, when, and what to give up: the policy of the recorder, without clock, timer or store.
 * At most one batch is out at a time, and it is retried before anything newer, so that a value never replaces a later
 * one. Whoever owns the timer calls `accept`, asks `dueInMs`, takes with `take`, and reports `kept` or `failed`.
 */
export class BatchQueue {
  readonly #limits: BatchLimits;
  readonly #events = new EventBacklog();
  readonly #signals = new RowQueue<Signal>();
  readonly #receipts = new RowQueue<Receipt>();
  readonly #attempts = new LatestQueue<Attempt>();
  readonly #incidents = new LatestQueue<Incident>();
  readonly #decisions = new LatestQueue<Decision>();
  /** Taken and not yet kept, next first. */
  #out: readonly StoreBatch[] = [];
  #oldestMs: number | null = null;
  #failures = 0;
  #retryAtMs = 0;
  #losses: QueueLosses = { droppedEvents: 0, lostRows: 0, example: null };

  constructor(limits: BatchLimits) {
    this.#limits = limits;
  }

  get losses(): QueueLosses {
    return this.#losses;
  }

  /** Rows that wait or are out. */
  get size(): number {
    const { size: signals } = this.#signals;
    const latest = this.#attempts.size + this.#incidents.size + this.#decisions.size;
    const out = this.#out.reduce((sum, batch) => sum + rowsOf(batch), 0);
    return this.#events.size + signals + this.#receipts.size + latest + out;
  }

  accept(part: StoreBatch, nowMs: number): void {
    this.#events.push(part.events, part.signals.length > 0 || part.receipts.length > 0);
    this.#signals.push(part.signals);
    this.#receipts.push(part.receipts);
    this.#attempts.push(part.attempts);
    this.#incidents.push(part.incidents);
    this.#decisions.push(part.decisions);
    if (rowsOf(part) > 0) this.#oldestMs ??= nowMs;
    this.#shed();
  }

  /** Milliseconds until something should be written: 0 is now; null is nothing to write. */
  dueInMs(nowMs: number): number | null {
    if (this.#out.length > 0) return Math.max(0, this.#retryAtMs - nowMs);
    if (this.#oldestMs === null) return null;
    return this.#isFull() ? 0 : Math.max(0, this.#oldestMs + this.#limits.maxAgeMs - nowMs);
  }

  /** The batch to write now: the one that failed before, or the next. Null when nothing waits. */
  take(): StoreBatch | null {
    const [retried] = this.#out;
    if (retried !== undefined) return retried;
    const { batchRows, catchUpRows, batchEventChars } = this.#limits;
    const limit = this.size > BEHIND_BATCHES * batchRows ? catchUpRows : batchRows;
    const batch: StoreBatch = {
      events: this.#events.take(limit, batchEventChars),
      signals: this.#signals.take(limit),
      receipts: this.#receipts.take(limit),
      attempts: this.#attempts.take(limit),
      incidents: this.#incidents.take(limit),
      decisions: this.#decisions.take(limit),
    };
    if (rowsOf(batch) === 0) return null;
    this.#out = [batch];
    // What is left did not fit: it has waited long enough.
    this.#oldestMs = this.size > rowsOf(batch) ? Number.NEGATIVE_INFINITY : null;
    return batch;
  }

  /** The batch of the last `take` is durable. */
  kept(): void {
    this.#out = this.#out.slice(1);
    this.#failures = 0;
    this.#retryAtMs = 0;
  }

  /** The batch of the last `take` is not kept. A refused one is halved until the row that is at fault stands alone. */
  failed(error: StoreError, nowMs: number): void {
    const [batch, ...rest] = this.#out;
    if (batch === undefined) return;
    if (error.code === 'rejected') {
      if (rowsOf(batch) > 1) this.#out = [...splitBatch(batch), ...rest];
      else this.#lose(batch, rest);
      return;
    }
    const { retryFloorMs, retryCeilingMs } = this.#limits;
    this.#retryAtMs = nowMs + Math.min(retryCeilingMs, retryFloorMs * 2 ** this.#failures);
    this.#failures += 1;
  }

  mark(): QueueMark {
    return this.#queues().flatMap((queue) => queue.arrived);
  }

  /** Everything before the mark is kept, or given up. */
  isPast(mark: QueueMark): boolean {
    if (this.#out.length > 0) return false;
    const gone = this.#queues().flatMap((queue) => queue.gone);
    return mark.every((arrived, index) => (gone[index] ?? 0) >= arrived);
  }

  #queues() {
    const rows = [this.#signals, this.#receipts, this.#attempts, this.#incidents, this.#decisions];
    return [this.#events, ...rows];
  }

  #isFull(): boolean {
    const limit = this.#limits.batchRows;
    const rows = [this.#signals, this.#receipts, this.#attempts, this.#incidents, this.#decisions];
    if (this.#events.chars >= this.#limits.batchEventChars) return true;
    return this.#events.size >= limit || rows.some((queue) => queue.size >= limit);
  }

  #lose(batch: StoreBatch, rest: readonly StoreBatch[]): void {
    const [row] = Object.values(batch).flat();
    const example = JSON.stringify(row).slice(0, 2_048);
    this.#losses = { ...this.#losses, lostRows: this.#losses.lostRows + 1, example };
    this.#out = rest;
  }

  #shed(): void {
    const { queuedEvents, queuedEventChars, queuedEvidence } = this.#limits;
    let { droppedEvents, lostRows } = this.#losses;
    while (
      this.#events.size > queuedEvents ||
      (this.#events.chars > queuedEventChars && this.#events.size > 0)
    ) {
      droppedEvents += this.#events.giveUp(Math.max(1, Math.floor(this.#events.size * SHED_SHARE))).length;
    }
    for (const queue of [this.#signals, this.#receipts]) {
      if (queue.size > queuedEvidence) lostRows += queue.take(queue.size - queuedEvidence).length;
    }
    if (droppedEvents !== this.#losses.droppedEvents || lostRows !== this.#losses.lostRows) {
      this.#losses = { ...this.#losses, droppedEvents, lostRows };
    }
  }
}
