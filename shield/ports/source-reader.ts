import type { Event } from '../model/index.ts';
import type { Clock, IdSource } from './clock.ts';

/** A line that could not be parsed, kept as an example so that nothing is lost in silence. */
export interface UnparsedExample {
  /** Beginning of the line, at most 2,048 characters. */
  readonly line: string;
  /** Why, in plain words. */
  readonly reason: string;
  /** Format that it was read with. */
  readonly format: string;
  /** How many lines of this format could not be parsed. */
  readonly count: number;
}

/** What became of the lines of one source. `read` = `parsed` + `unparsed` + `skipped`. */
export interface ReadCounts {
  /** Lines or records read. */
  readonly read: number;
  /** Lines that became at least one event by their format. */
  readonly parsed: number;
  /** Lines that did not; each still became an event of format `unparsed`. */
  readonly unparsed: number;
  /** Blank lines, comments and headers. */
  readonly skipped: number;
  /** Of the unparsed: lines over the length limit, of which only the beginning is kept. */
  readonly tooLong: number;
  /** Events made; one line can hold several (CloudTrail). */
  readonly events: number;
  /** The last line that could not be parsed, for each format. */
  readonly examples: readonly UnparsedExample[];
}

/** Health of one source, as the console and `dejfa sources` show it. */
export interface SourceStatus extends ReadCounts {
  readonly name: string;
  readonly kind: 'file' | 'stdin' | 'syslog' | 'http';
  /** `waiting`: works, but nothing to read (yet); `failed`: gave up, `error` says why. */
  readonly state: 'starting' | 'running' | 'waiting' | 'stopped' | 'failed';
  /** Time of the newest event, milliseconds since the epoch. */
  readonly lastEventMs: number | null;
  /** Bytes known to be there and not yet read; null where that cannot be known. */
  readonly lagBytes: number | null;
  /** The last thing that went wrong, in plain words with a remedy. */
  readonly error: string | null;
}

/**
 * Reads one source. `start` resolves when it reads (a file source: when the first pass has begun); `stop` takes in
 * no more, hands over what was read and resolves when that is kept. Both may be called once.
 */
export interface SourceReader {
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): SourceStatus;
}

/**
 * What every reader gets from outside. `deliver` resolves when the events are durably kept; a reader waits for it
 * before it reads on (back-pressure) and before it remembers its position (at least once).
 */
export interface SourceSink {
  readonly deliver: (events: readonly Event[]) => Promise<void>;
  readonly clock: Clock;
  readonly ids: IdSource;
}
