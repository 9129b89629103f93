import type { Event } from '../model/index.ts';
import type { IdSource, InPlaceReading } from '../ports/index.ts';
import { AutoParser } from './auto.ts';
import type { FormatSetting } from './format-setting.ts';
import { openFormat } from './formats/index.ts';
import { toEvent, toUnparsedEvent } from './normalise.ts';
import type { ParseCounter } from './parse-counter.ts';
import type { LineContext, LineParser, ParsedRecord, ParseResult } from './record.ts';

/** Where lines come from, and how they are read. */
export interface LineSensorOptions {
  readonly source: string;
  readonly service: string | null;
  readonly format: FormatSetting;
  /** Offset from UTC of times that state no zone, in minutes east; 0 unless configured. */
  readonly zoneOffsetMinutes: number;
  /** Base name of the file, or empty. */
  readonly fileName: string;
  readonly simulated: boolean;
  readonly ids: IdSource;
  readonly counter: ParseCounter;
}

/**
 * Turns the lines of one file or connection into events and counts what became of them. Throws only when it is made,
 * a `FormatError`; a line never makes it throw.
 */
export class LineSensor {
  readonly #options: LineSensorOptions;
  readonly #parser: LineParser;
  #lastReason: string | null = null;

  constructor(options: LineSensorOptions) {
    this.#options = options;
    this.#parser = options.format === 'auto' ? new AutoParser() : openFormat(options.format);
  }

  /** Format in use, as far as it is known yet. */
  get format(): string {
    if (this.#parser instanceof AutoParser) return this.#parser.format ?? 'auto';
    const { format } = this.#options;
    return typeof format === 'string' ? format : Object.keys(format).join();
  }

  /** Why the last line could not be parsed (or a member of it); null when it could. */
  get lastReason(): string | null {
    return this.#lastReason;
  }

  /** Shows the first lines before they are read, so that `auto` has more than one to judge by. */
  prime(sample: readonly string[], receivedMs: number): void {
    if (this.#parser instanceof AutoParser) this.#parser.prime(sample, this.#context(receivedMs));
  }

  /** Feeds header lines of a file that is read on from the middle; makes no events and counts nothing. */
  recall(lines: readonly string[], receivedMs: number): void {
    this.prime(lines, receivedMs);
    for (const line of lines) this.#parser.parse(line, this.#context(receivedMs));
    // What these lines left open was told when they were read the first time.
    this.#parser.finish?.();
  }

  /** Events of one line, none for blanks, comments and headers. */
  read(line: string, receivedMs: number): readonly Event[] {
    const { counter } = this.#options;
    this.#lastReason = null;
    if (line === '') {
      counter.skipped();
      return [];
    }
    const result = this.#parse(line, receivedMs);
    switch (result.kind) {
      case 'none':
        counter.skipped();
        return [];
      case 'failure':
        this.#lastReason = result.reason;
        counter.unparsed(line, result.reason, this.format);
        return [toUnparsedEvent(this.#eventContext(line, receivedMs))];
      case 'record':
        counter.parsed(1 + (result.derived?.length ?? 0));
        return [
          toEvent(result, this.#eventContext(line, receivedMs)),
          ...(result.derived ?? []).map((record) => this.#memberEvent(record, receivedMs)),
        ];
      case 'records':
        counter.parsed(result.records.length);
        this.#lastReason = result.reason;
        if (result.reason !== null) counter.partly(line, result.reason, this.format);
        return result.records.map((record) => this.#memberEvent(record, receivedMs));
    }
  }

  /** How records like the last one can be read where they stand; null where all lines have to be given to `read`. */
  inPlace(receivedMs: number): InPlaceReading | null {
    return this.#parser.inPlace?.(this.#context(receivedMs)) ?? null;
  }

  /** Counts lines that were read where they stand, and empty ones among them. */
  passed(records: number, blanks = 0): void {
    const { counter } = this.#options;
    counter.passed(records);
    counter.skipped(blanks);
    if (records > 0) this.#parser.passed?.();
  }

  /** The event of a line over the length limit, of which `beginning` was kept. */
  readTooLong(beginning: string, receivedMs: number): readonly Event[] {
    this.#lastReason = 'longer than the limit; only its beginning is kept';
    this.#options.counter.tooLong(beginning, this.#lastReason, this.format);
    return [toUnparsedEvent(this.#eventContext(beginning, receivedMs))];
  }

  /** Events of records that waited for more, once no more will come. */
  finish(receivedMs: number): readonly Event[] {
    const records = this.#parser.finish?.() ?? [];
    if (records.length > 0) this.#options.counter.joined(records.length);
    return records.map((record) => this.#memberEvent(record, receivedMs));
  }

  /** A parser that throws is a defect; the line is still not lost, and the reason says so. */
  #parse(line: string, receivedMs: number): ParseResult {
    try {
      return this.#parser.parse(line, this.#context(receivedMs));
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      return { kind: 'failure', reason: `the parser failed: ${message}` };
    }
  }

  /** A record out of a list keeps its own text, not the whole list's. */
  #memberEvent(record: ParsedRecord, receivedMs: number): Event {
    return toEvent(record, this.#eventContext(JSON.stringify(record.fields), receivedMs));
  }

  #context(receivedMs: number): LineContext {
    const { zoneOffsetMinutes, fileName } = this.#options;
    return { receivedMs, zoneOffsetMinutes, fileName };
  }

  #eventContext(raw: string, receivedMs: number) {
    const { source, service, simulated, ids } = this.#options;
    return { id: ids.next(), receivedMs, source, service, raw, simulated };
  }
}
