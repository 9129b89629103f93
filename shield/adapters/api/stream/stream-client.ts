const BUFFER_LIMIT_BYTES = 1024 * 1024;

/**
 * One console that listens. What it does not read in time is held up to 1 MiB; past that it is cut off, and comes
 * back by itself with `Last-Event-ID`. So a slow reader costs neither memory nor the others' time.
 */
export class StreamClient {
  readonly body: ReadableStream<Uint8Array>;
  readonly tokenHash: string;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  readonly #onEnd: (client: StreamClient) => void;

  constructor(tokenHash: string, onEnd: (client: StreamClient) => void) {
    this.tokenHash = tokenHash;
    this.#onEnd = onEnd;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        cancel: () => this.#forget(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_LIMIT_BYTES }),
    );
  }

  /** False when the client was cut off, or had gone. */
  send(bytes: Uint8Array): boolean {
    const controller = this.#controller;
    if (controller === null) return false;
    if ((controller.desiredSize ?? 0) < bytes.byteLength) {
      this.close();
      return false;
    }
    controller.enqueue(bytes);
    return true;
  }

  close(): void {
    const controller = this.#controller;
    this.#forget();
    controller?.close();
  }

  #forget(): void {
    if (this.#controller === null) return;
    this.#controller = null;
    this.#onEnd(this);
  }
}
