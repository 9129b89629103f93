/** Collects the first bytes of a body as a latin1 string; owns it until it is emptied. */
export class BodyBuffer {
  /** Most bytes that are kept; a rule may change it before the first ones come. */
  limitBytes: number;
  /** Text is a copy of its own, so that the caller may reuse its buffers. */
  #text = '';
  /** Bytes offered, the ones beyond the limit included. */
  seenBytes = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  /** Keeps what fits; false when no more bytes are wanted. */
  append(chunk: Uint8Array): boolean {
    this.seenBytes += chunk.length;
    const room = this.limitBytes - this.#text.length;
    if (room > 0 && chunk.length > 0) this.#text += firstBytes(chunk, room);
    return this.#text.length < this.limitBytes;
  }

  /** The kept bytes as a latin1 string. */
  text(): string {
    return this.#text;
  }

  clear(): void {
    this.#text = '';
  }
}

/** At most `count` bytes as a latin1 string. */
function firstBytes(chunk: Uint8Array, count: number): string {
  const bytes = Buffer.isBuffer(chunk)
    ? chunk
    : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return bytes.toString('latin1', 0, Math.min(count, bytes.length));
}
