/** How far a source may be out of order in itself, and sources of one moment among each other. */
export const LATENESS_MS = 10_000;

/** A source that has sent nothing for so long is not waited for. */
const IDLE_MS = 30_000;

interface SourceClock {
  /** Latest event time. */
  newestMs: number;
  /** When something last arrived, wall-clock time. */
  arrivedMs: number;
}

/**
 * How far event time has come: as far as the slowest source that is sending, less the lateness. While a source is quiet
 * its clock runs on with the wall clock, so that the last events of a stream are judged, too. A source that catches
 * up on yesterday holds the others back until it is done. Sources are the configured ones, so there are few.
 */
export class EventTime {
  readonly #sources = new Map<string, SourceClock>();
  readonly #all: SourceClock = { newestMs: Number.NEGATIVE_INFINITY, arrivedMs: 0 };

  /** An event of a source; `arrivedMs` is wall-clock time. */
  saw(source: string, timeMs: number, arrivedMs: number): void {
    const clock = this.#sources.get(source) ?? { newestMs: timeMs, arrivedMs };
    this.#sources.set(source, clock);
    for (const each of [clock, this.#all]) {
      each.newestMs = Math.max(each.newestMs, timeMs);
      each.arrivedMs = Math.max(each.arrivedMs, arrivedMs);
    }
  }

  /** All events before this are expected to be in at `nowMs`, wall-clock time. */
  reachedMs(nowMs: number): number {
    let reachedMs = Number.POSITIVE_INFINITY;
    for (const [source, clock] of this.#sources) {
      if (nowMs - clock.arrivedMs > IDLE_MS) this.#sources.delete(source);
      else reachedMs = Math.min(reachedMs, runningOn(clock, nowMs));
    }
    return (this.#sources.size === 0 ? runningOn(this.#all, nowMs) : reachedMs) - LATENESS_MS;
  }
}

function runningOn({ newestMs, arrivedMs }: SourceClock, nowMs: number): number {
  return newestMs + Math.max(0, nowMs - arrivedMs);
}
