import type { Event } from '../../model/index.ts';
import type { SourceStatus } from '../../ports/index.ts';
import { LineSensor, ParseCounter } from '../../sense/index.ts';
import type { SourceOptions } from './source-options.ts';

/** Owns the counts and the state of one source, and makes the sensors of its files or connections. */
export class SourceHealth {
  readonly #options: SourceOptions;
  readonly #kind: SourceStatus['kind'];
  readonly #counter = new ParseCounter();
  #lastEventMs: number | null = null;
  state: SourceStatus['state'] = 'starting';
  error: string | null = null;
  lagBytes: number | null = null;

  constructor(kind: SourceStatus['kind'], options: SourceOptions) {
    this.#kind = kind;
    this.#options = options;
    // A format that cannot be used must fail when the source is made, not with the first line.
    this.sensor('');
  }

  /** A sensor for one file or connection; throws a `FormatError` when the format cannot be used. */
  sensor(fileName: string): LineSensor {
    const { name, service, format, sink, zoneOffsetMinutes = 0, simulated = false } = this.#options;
    return new LineSensor({
      source: name,
      service,
      format,
      zoneOffsetMinutes,
      fileName,
      simulated,
      ids: sink.ids,
      counter: this.#counter,
    });
  }

  /** Remembers the time of the newest event. */
  seen(events: readonly Event[]): void {
    for (const event of events)
      if (this.#lastEventMs === null || event.timeMs > this.#lastEventMs) this.#lastEventMs = event.timeMs;
  }

  status(): SourceStatus {
    return {
      ...this.#counter.counts(),
      name: this.#options.name,
      kind: this.#kind,
      state: this.state,
      lastEventMs: this.#lastEventMs,
      lagBytes: this.lagBytes,
      error: this.error,
    };
  }
}
