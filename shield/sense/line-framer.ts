/** A line as it came, without its line end. */
export interface FramedLine {
  readonly text: string;
  /** The line was longer than the limit: `text` is its beginning. */
  readonly tooLong: boolean;
  /** Bytes of the stream up to and with this line's end, counted from where the framer began. */
  readonly endOffset: number;
}

/** Longest line that is read whole, in bytes. */
export const LINE_LIMIT_BYTES = 1_048_576;

/** Beginning that is kept of a longer one, in bytes. */
export const KEPT_OF_TOO_LONG_BYTES = 8_192;

/**
 * Cuts a stream of bytes into lines at LF, CRLF or NUL-free CR LF pairs; invalid UTF-8 becomes U+FFFD. Holds at most
 * `limitBytes` of an unfinished line, whatever comes.
 */
export class LineFramer {
  readonly #limitBytes: number;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  /** Bytes of the unfinished line, held or dropped. */
  #lineBytes = 0;
  #offset = 0;

  constructor(limitBytes: number = LINE_LIMIT_BYTES) {
    this.#limitBytes = limitBytes;
  }

  /** Bytes of the line that has not ended yet. */
  get pendingBytes(): number {
    return this.#lineBytes;
  }

  /** Lines that end within `chunk`; its bytes may be reused by the caller afterwards. */
  push(chunk: Uint8Array): FramedLine[] {
    const lines: FramedLine[] = [];
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      lines.push(this.#finish(bytes, start, end));
      start = end + 1;
    }
    if (start < bytes.length) this.#hold(bytes.subarray(start));
    return lines;
  }

  /** The last line, when the stream ended without a line end. */
  flush(): FramedLine | null {
    if (this.#lineBytes === 0) return null;
    const line = this.#finish(Buffer.alloc(0), 0, 0);
    this.#offset -= 1;
    return { ...line, endOffset: this.#offset };
  }

  #finish(bytes: Buffer, start: number, end: number): FramedLine {
    this.#offset += this.#lineBytes + end - start + 1;
    const whole = this.#lineBytes + end - start;
    const endOffset = this.#offset;
    if (whole > this.#limitBytes) {
      const kept = Buffer.concat([...this.#held, bytes.subarray(start, end)]).subarray(
        0,
        KEPT_OF_TOO_LONG_BYTES,
      );
      this.#release();
      return { text: kept.toString('utf8'), tooLong: true, endOffset };
    }
    if (this.#heldBytes === 0) return { text: textOfLine(bytes, start, end), tooLong: false, endOffset };
    const joined = Buffer.concat([...this.#held, bytes.subarray(start, end)]);
    this.#release();
    return { text: textOfLine(joined, 0, joined.length), tooLong: false, endOffset };
  }

  /** Copies, because the caller reads into the same buffer again. */
  #hold(bytes: Uint8Array): void {
    this.#lineBytes += bytes.length;
    const room = this.#limitBytes - this.#heldBytes;
    if (room <= 0) return;
    const kept = Buffer.from(bytes.subarray(0, room));
    this.#held.push(kept);
    this.#heldBytes += kept.length;
  }

  #release(): void {
    this.#held = [];
    this.#heldBytes = 0;
    this.#lineBytes = 0;
  }
}

function textOfLine(bytes: Buffer, start: number, end: number): string {
  const stop = end > start && bytes[end - 1] === 13 ? end - 1 : end;
  return bytes.toString('utf8', start, stop);
}
