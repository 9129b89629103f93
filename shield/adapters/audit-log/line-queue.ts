/** Lines that wait to be written, within a bound of bytes. */
export class LineQueue {
  readonly #limitBytes: number;
  #lines: Buffer[] = [];
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get size(): number {
    return this.#lines.length;
  }

  /** False where there is no room: what came first stays, as the beginning of a trouble tells more than its middle. */
  push(line: Buffer): boolean {
    if (this.#bytes + line.length > this.#limitBytes) return false;
    this.#lines.push(line);
    this.#bytes += line.length;
    return true;
  }

  /** The first lines, up to a number of bytes but at least one; they stay until {@link drop}. */
  peek(limitBytes: number): readonly Buffer[] {
    let bytes = 0;
    const after = this.#lines.findIndex((line, at) => {
      bytes += line.length;
      return at > 0 && bytes > limitBytes;
    });
    return after === -1 ? [...this.#lines] : this.#lines.slice(0, after);
  }

  /** Forgets so many of the first lines. */
  drop(count: number): void {
    for (const line of this.#lines.slice(0, count)) this.#bytes -= line.length;
    this.#lines = this.#lines.slice(count);
  }
}
