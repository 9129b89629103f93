/** Values that one template instance can have in a chunk: each takes four bytes of it. */
const VALUES_LIMIT = 16_384;

/**
 * Bytes that lines are appended to. It grows as needed and is meant to be used again: `clear` keeps its memory.
 * `bytes` is replaced when it grows: read it after writing.
 */
export class LineBuffer {
  bytes: Buffer = Buffer.allocUnsafeSlow(65_536);
  /** Bytes in use. */
  length = 0;
  /** Offsets of the values of the instance at hand and of the one within it; scratch of the writer. */
  readonly outer = new Int32Array(VALUES_LIMIT);
  readonly inner = new Int32Array(VALUES_LIMIT);

  clear(): void {
    this.length = 0;
  }

  /** Makes room for `bytes` more. */
  ensure(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const next = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + bytes));
    this.bytes.copy(next, 0, 0, this.length);
    this.bytes = next;
  }

  /** Appends bytes as they are. */
  append(bytes: Buffer): void {
    this.ensure(bytes.length);
    // Most pieces are names of fields: a loop is quicker for them than a call of copy.
    const { bytes: into, length } = this;
    for (let at = 0; at < bytes.length; at += 1) into[length + at] = bytes[at] as number;
    this.length = length + bytes.length;
  }

  /** Appends text in UTF-8. */
  appendText(text: string): void {
    this.ensure(text.length * 3);
    this.length += this.bytes.write(text, this.length, 'utf8');
  }

  /** The text of what is in use. */
  toString(): string {
    return this.bytes.toString('utf8', 0, this.length);
  }
}
