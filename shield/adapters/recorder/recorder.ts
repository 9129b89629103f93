import {
  type Clock,
  type EventStore,
  type Recorder,
  type RecorderStatus,
  type StoreBatch,
  StoreError,
} from '../../ports/index.ts';
import { type BatchLimits, BatchQueue, DEFAULT_BATCH_LIMITS, type QueueMark } from '../../record/index.ts';

/** `flush` waits through failures of the store this long before it rejects with them. */
const FLUSH_PATIENCE_MS = 30_000;

/** How the recorder is doing. */
export interface RecorderState {
  /** Rows that wait for the store. */
  readonly queued: number;
  /** Raw events given up since the start, for want of room. */
  readonly droppedEvents: number;
  /** Other rows given up since the start: refused by the store, or beyond the last bound. */
  readonly lostRows: number;
  /** What stands in the way now. */
  readonly failing: StoreError | null;
  /** When the last batch was kept, milliseconds since the epoch. */
  readonly lastFlushMs: number | null;
}

interface Waiter {
  readonly mark: QueueMark;
  readonly resolve: () => void;
  readonly reject: (error: StoreError) => void;
}

/** Where the recorder writes, and how much it holds until then. */
export interface RecorderOptions {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly limits?: BatchLimits;
  /** `flush` rejects when the store has failed for this long; 30 s unless told. */
  readonly flushPatienceMs?: number;
}

/** Owns the timer between the pipeline and the store: what is written when is the policy of `BatchQueue`. */
export class StoreRecorder implements Recorder {
  readonly #store: EventStore;
  readonly #clock: Clock;
  readonly #queue: BatchQueue;
  readonly #patienceMs: number;
  #timer: NodeJS.Timeout | null = null;
  #writing = false;
  #hurry = false;
  #closed = false;
  #failing: { readonly error: StoreError; readonly sinceMs: number } | null = null;
  #lastFlushMs: number | null = null;
  #waiters: readonly Waiter[] = [];

  constructor(options: RecorderOptions) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#queue = new BatchQueue(options.limits ?? DEFAULT_BATCH_LIMITS);
    this.#patienceMs = options.flushPatienceMs ?? FLUSH_PATIENCE_MS;
  }

  accept(part: StoreBatch): void {
    this.#queue.accept(part, this.#clock.nowMs());
    this.#arm();
  }

  flush(): Promise<void> {
    const mark = this.#queue.mark();
    if (this.#queue.isPast(mark)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters = [...this.#waiters, { mark, resolve, reject }];
      this.#hurry = true;
      this.#arm();
    });
  }

  /** One last try for what waits, then the timer ends. The store stays open: it belongs to whoever made it. */
  async close(): Promise<void> {
    this.#closed = true;
    try {
      await this.flush();
    } finally {
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = null;
    }
  }

  state(): RecorderState {
    const { droppedEvents, lostRows } = this.#queue.losses;
    return {
      queued: this.#queue.size,
      droppedEvents,
      lostRows,
      failing: this.#failing?.error ?? null,
      lastFlushMs: this.#lastFlushMs,
    };
  }

  /** The same for people. */
  status(): RecorderStatus {
    const { droppedEvents, lostRows, example } = this.#queue.losses;
    const refused = example === null ? null : `The store refused a row, for example ${example}`;
    return {
      state: this.#failing !== null ? 'retrying' : this.#closed ? 'stopped' : 'recording',
      queuedRows: this.#queue.size,
      lostRows: droppedEvents + lostRows,
      lastWriteMs: this.#lastFlushMs,
      detail: this.#failing?.error.message ?? refused,
    };
  }

  #arm(): void {
    if (this.#writing || (this.#closed && this.#waiters.length === 0)) return;
    const dueMs = this.#queue.dueInMs(this.#clock.nowMs());
    if (dueMs === null) return;
    const waitMs = this.#hurry && this.#failing === null ? 0 : dueMs;
    if (this.#timer !== null && waitMs > 0) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#wake(), waitMs);
  }

  #wake(): void {
    this.#timer = null;
    this.#writing = true;
    void this.#write().finally(() => {
      this.#writing = false;
      this.#settle();
      this.#arm();
    });
  }

  async #write(): Promise<void> {
    const batch = this.#queue.take();
    if (batch === null) return;
    try {
      await this.#store.append(batch);
      this.#queue.kept();
      this.#failing = null;
      this.#lastFlushMs = this.#clock.nowMs();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const error = cause instanceof StoreError ? cause : new StoreError('unavailable', reason, { cause });
      const nowMs = this.#clock.nowMs();
      this.#queue.failed(error, nowMs);
      if (error.code !== 'rejected') this.#failing = { error, sinceMs: this.#failing?.sinceMs ?? nowMs };
    }
  }

  #settle(): void {
    const failing = this.#failing;
    const waiting = this.#waiters;
    const tooLong = failing !== null && this.#clock.nowMs() - failing.sinceMs >= this.#patienceMs;
    const giveUp = failing !== null && (this.#closed || tooLong);
    this.#waiters = giveUp ? [] : waiting.filter((waiter) => !this.#queue.isPast(waiter.mark));
    for (const waiter of waiting) {
      if (this.#queue.isPast(waiter.mark)) waiter.resolve();
      else if (giveUp) waiter.reject(failing.error);
    }
    if (this.#waiters.length === 0) this.#hurry = false;
  }
}

/** Takes what the pipeline found and keeps it in the store, in batches, off the hot path. */
export function createRecorder(options: RecorderOptions): StoreRecorder {
  return new StoreRecorder(options);
}
