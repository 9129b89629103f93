import type { SourceReader, SourceStatus } from '../../ports/index.ts';
import { type FramedLine, LineFramer, type LineSensor, SAMPLE_LINES } from '../../sense/index.ts';
import { Delivery, SourceHealth, type SourceOptions } from '../source/index.ts';

/** A stream that is read as one log. */
export interface StdinOptions extends SourceOptions {
  /** Standard input, or any other stream of bytes. */
  readonly input: StdinInput;
}

/** Bytes. An open pipe or terminal keeps the process running, unless it is let go of by `unref`. */
export interface StdinInput extends AsyncIterable<Uint8Array> {
  ref?(): unknown;
  unref?(): unknown;
}

/** Reads lines from standard input until it ends; the writer waits while events are being kept. */
export class StdinReader implements SourceReader {
  readonly #options: StdinOptions;
  readonly #health: SourceHealth;
  readonly #delivery: Delivery;
  readonly #sensor: LineSensor;
  readonly #iterator: AsyncIterator<Uint8Array>;
  #running: Promise<void> = Promise.resolve();
  #stop: () => void = () => undefined;
  #primed = false;

  constructor(options: StdinOptions) {
    this.#options = options;
    this.#health = new SourceHealth('stdin', options);
    this.#delivery = new Delivery(options.sink, this.#health);
    this.#sensor = this.#health.sensor('');
    this.#iterator = options.input[Symbol.asyncIterator]();
  }

  async start(): Promise<void> {
    this.#health.state = 'running';
    this.#options.input.ref?.();
    this.#running = this.#run().catch((cause: unknown) => {
      this.#health.state = 'failed';
      this.#health.error = cause instanceof Error ? cause.message : String(cause);
    });
  }

  async stop(): Promise<void> {
    this.#stop();
    this.#delivery.stop();
    await this.#running;
    this.#options.input.unref?.();
    if (this.#health.state !== 'failed') this.#health.state = 'stopped';
  }

  /** Resolves when the input has ended and its events are kept, or the reader was stopped. */
  async ended(): Promise<void> {
    await this.#running;
  }

  status(): SourceStatus {
    return this.#health.status();
  }

  async #run(): Promise<void> {
    const framer = new LineFramer(this.#options.lineLimitBytes);
    const stopped = new Promise<null>((resolve) => {
      this.#stop = () => resolve(null);
    });
    for (;;) {
      const next = await Promise.race([this.#iterator.next(), stopped]);
      if (next === null || next.done === true) break;
      if (!(await this.#take(framer.push(next.value)))) return;
    }
    const last = framer.flush();
    if (last !== null) await this.#take([last]);
    await this.#delivery.deliver(this.#sensor.finish(this.#options.sink.clock.nowMs()));
    this.#health.state = 'stopped';
  }

  #take(lines: readonly FramedLine[]): Promise<boolean> {
    const nowMs = this.#options.sink.clock.nowMs();
    if (!this.#primed && lines.length > 0) {
      this.#sensor.prime(
        lines.slice(0, SAMPLE_LINES).map((line) => line.text),
        nowMs,
      );
      this.#primed = true;
    }
    const events = lines.flatMap((line) =>
      line.tooLong ? this.#sensor.readTooLong(line.text, nowMs) : this.#sensor.read(line.text, nowMs),
    );
    return this.#delivery.deliver(events);
  }
}
