/** Collects the first bytes of a body; owns them until it is emptied. */
export class BodyBuffer {
  /** Most bytes that are kept; a rule may change it before the first ones come. */
  limitBytes: number;
  readonly #chunks: Uint8Array[] = [];
  #keptBytes = 0;
  /** Bytes offered, the ones beyond the limit included. */
  seenBytes = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  /** Keeps what fits; false when no more bytes are wanted. */
  append(chunk: Uint8Array): boolean {
    this.seenBytes += chunk.length;
    const room = this.limitBytes - this.#keptBytes;
    if (room > 0 && chunk.length > 0) {
      // A copy: the caller may reuse its buffer.
      const kept = chunk.slice(0, room);
      this.#chunks.push(kept);
      this.#keptBytes += kept.length;
    }
    return this.#keptBytes < this.limitBytes;
  }

  /** The kept bytes as a latin1 string. */
  text(): string {
    return Buffer.concat(this.#chunks, this.#keptBytes).toString('latin1');
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#keptBytes = 0;
  }
}
