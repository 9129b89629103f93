import type { ReadCounts, UnparsedExample } from '../ports/index.ts';

const EXAMPLE_CHARACTERS = 2048;

/** Formats whose examples are kept; more than a source can have by configuration. */
const EXAMPLE_LIMIT = 32;

/** Counts what became of the lines of one source, and keeps the last line that each format could not read. */
export class ParseCounter {
  #read = 0;
  #parsed = 0;
  #unparsed = 0;
  #skipped = 0;
  #tooLong = 0;
  #events = 0;
  readonly #examples = new Map<string, UnparsedExample>();

  /** Lines of one event each that were read where they stand. */
  passed(lines: number): void {
    this.#read += lines;
    this.#parsed += lines;
    this.#events += lines;
  }

  parsed(events: number): void {
    this.#read += 1;
    this.#parsed += 1;
    this.#events += events;
  }

  /** Events made of records that were counted before. */
  joined(events: number): void {
    this.#events += events;
  }

  skipped(lines = 1): void {
    this.#read += lines;
    this.#skipped += lines;
  }

  /** A whole line that its format refused; it became one event. */
  unparsed(line: string, reason: string, format: string): void {
    this.#read += 1;
    this.#unparsed += 1;
    this.#events += 1;
    this.#keepExample(line, reason, format);
  }

  tooLong(line: string, reason: string, format: string): void {
    this.#tooLong += 1;
    this.unparsed(line, reason, format);
  }

  /** Members of a line that was read otherwise. */
  partly(line: string, reason: string, format: string): void {
    this.#keepExample(line, reason, format);
  }

  counts(): ReadCounts {
    return {
      read: this.#read,
      parsed: this.#parsed,
      unparsed: this.#unparsed,
      skipped: this.#skipped,
      tooLong: this.#tooLong,
      events: this.#events,
      examples: [...this.#examples.values()],
    };
  }

  #keepExample(line: string, reason: string, format: string): void {
    const count = (this.#examples.get(format)?.count ?? 0) + 1;
    if (count === 1 && this.#examples.size >= EXAMPLE_LIMIT) return;
    this.#examples.set(format, { line: line.slice(0, EXAMPLE_CHARACTERS), reason, format, count });
  }
}
