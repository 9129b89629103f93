import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '../../model/index.ts';
import type { SourceSink } from '../../ports/index.ts';
import type { SourceHealth } from './source-health.ts';

/** Waits between attempts to hand over events that could not be kept: from the first to the longest. */
export const RETRY_FIRST_MS = 200;
/** Longest wait between two attempts to hand events on. */
export const RETRY_LONGEST_MS = 15_000;

/**
 * Hands events over and waits until they are kept. While the receiver fails, the reader stands still and its status
 * says why; when it is stopped meanwhile, the events are given up and the caller must not remember them as read.
 */
export class Delivery {
  readonly #sink: SourceSink;
  readonly #health: SourceHealth;
  readonly #stopping = new AbortController();

  constructor(sink: SourceSink, health: SourceHealth) {
    this.#sink = sink;
    this.#health = health;
  }

  /** True when the events are kept; false when the reader was stopped before they could be. */
  async deliver(events: readonly Event[]): Promise<boolean> {
    if (events.length === 0) return true;
    for (let waitMs = RETRY_FIRST_MS; ; waitMs = Math.min(waitMs * 2, RETRY_LONGEST_MS)) {
      try {
        await this.#sink.deliver(events);
        this.#health.seen(events);
        this.#health.error = null;
        return true;
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        this.#health.error = `${events.length} events wait because they cannot be kept: ${reason}`;
      }
      if (this.#stopping.signal.aborted) return false;
      await sleep(waitMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  /** One more attempt each, and no waiting, from now on. */
  stop(): void {
    this.#stopping.abort();
  }
}
