import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Counters } from './counters.ts';

/** Who hears of a body's progress. */
export interface BodyListener {
  /** More of the body for the guard; false when it wants no more. */
  append(chunk: Uint8Array): boolean;
  /** The guard is to be asked now: the whole body is held, or as much of it as is inspected. Comes once. */
  inspectable(): void;
  tooLarge(): void;
  /** Bytes came. */
  moved(): void;
}

const WHOLE_BYTES = 16 * 1024;

/**
 * The body of one request: held up to the inspection limit, then streamed with back-pressure.
 * At any time it holds at most the inspection limit and what one read of the socket brings beyond it.
 */
export class RequestBody {
  receivedBytes = 0;
  /** The last byte has come. */
  complete = false;
  /** The client is kept from sending because the upstream is slow to take. */
  paused = false;
  readonly #request: IncomingMessage;
  readonly #listener: BodyListener;
  readonly #counters: Counters;
  readonly #limitBytes: number;
  #sentBytes = 0;
  #held: Buffer[] = [];
  #inspecting = true;
  /** The guard wants to see it. */
  #shown = true;
  #inspectBytes: number;
  #stream: Readable | null = null;
  #released = false;

  constructor(
    request: IncomingMessage,
    listener: BodyListener,
    limits: { readonly inspectBytes: number; readonly limitBytes: number; readonly counters: Counters },
  ) {
    this.#request = request;
    this.#listener = listener;
    this.#inspectBytes = limits.inspectBytes;
    this.#limitBytes = limits.limitBytes;
    this.#counters = limits.counters;
  }

  /**
   * Starts to read. Without `inspect` the guard is shown nothing of it; then a body of at most 16 KiB is still
   * held whole, as it mostly came with its head and one write is cheaper than a stream, and any other is streamed.
   */
  read(inspect: boolean, announcedBytes: number | null): void {
    this.#request.on('data', (chunk: Buffer) => this.#onData(chunk));
    this.#request.on('end', () => this.#onEnd());
    // The response's 'close' tells that the client left; without a listener the stream would throw.
    this.#request.on('error', () => this.#stream?.destroy());
    if (inspect && this.#inspectBytes > 0) return;
    this.#shown = false;
    if (announcedBytes === null || announcedBytes > WHOLE_BYTES) this.#inspectable();
  }

  /** For the upstream: the whole body as bytes, or a stream that begins with what is held. Call it once. */
  forward(): Buffer | Readable | null {
    const held = this.#held;
    this.#held = [];
    if (this.complete) return held.length === 0 ? null : Buffer.concat(held);
    const stream = new Readable({ highWaterMark: 64 * 1024, read: () => this.#resume() });
    stream.on('error', () => undefined);
    for (const chunk of held) stream.push(chunk);
    this.#stream = stream;
    return stream;
  }

  /** The upstream was sent these bytes. */
  sent(bytes: number): void {
    this.#sentBytes += bytes;
    if (!this.#released) this.#counters.heldBytes -= bytes;
  }

  get sentBytes(): number {
    return this.#sentBytes;
  }

  /** Lets go of everything held; what still comes is thrown away. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#counters.heldBytes -= this.receivedBytes - this.#sentBytes;
    this.#held = [];
    this.#stream?.destroy();
    this.#request.resume();
  }

  #onData(chunk: Buffer): void {
    if (this.#released) return;
    this.receivedBytes += chunk.length;
    this.#counters.heldBytes += chunk.length;
    this.#listener.moved();
    if (this.receivedBytes > this.#limitBytes) {
      this.#listener.tooLarge();
    } else if (this.#stream !== null) {
      if (!this.#stream.push(chunk)) this.#pause();
    } else {
      this.#held.push(chunk);
      if (this.#inspecting && this.#shown) this.#inspect(chunk);
    }
  }

  #inspect(chunk: Buffer): void {
    const wanted = this.#inspectBytes;
    this.#inspectBytes -= chunk.length;
    const more = this.#listener.append(chunk.length > wanted ? chunk.subarray(0, wanted) : chunk);
    // Exactly at the limit the body may be at its end: one more byte, or the end, decides whether it is streamed.
    if (!more || this.#inspectBytes < 0) this.#inspectable();
  }

  #onEnd(): void {
    this.complete = true;
    if (this.#released) return;
    if (this.#inspecting) this.#inspectable();
    this.#stream?.push(null);
  }

  #inspectable(): void {
    this.#inspecting = false;
    this.#listener.inspectable();
  }

  #pause(): void {
    this.paused = true;
    this.#request.pause();
  }

  #resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.#request.resume();
  }
}
