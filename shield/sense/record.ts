import type { ActorKey, Fields, LogSource } from '../model/index.ts';
import type { InPlaceReading } from '../ports/index.ts';

/** One record as its format reads it, before it becomes an event. */
export interface ParsedRecord {
  readonly kind: 'record';
  /** Format down to the sort of record, for example `nginx-combined`, `zeek-dns`. */
  readonly format: string;
  /** Time by the sensor's clock, milliseconds since the epoch; null where the record states none. */
  readonly timeMs: number | null;
  readonly logsource: LogSource;
  readonly host: string | null;
  readonly actor: ActorKey | null;
  /** Fields by the names that Sigma rules use for this log source. */
  readonly fields: Fields;
  /** Further events that this record completed together with earlier ones: the process that audit records describe. */
  readonly derived?: readonly ParsedRecord[];
}

/** The line is not of this format, or is damaged; `reason` says what was expected. */
export interface ParseFailure {
  readonly kind: 'failure';
  readonly reason: string;
}

/** A line that carries no record: blank, a comment, a header. */
export interface NoRecord {
  readonly kind: 'none';
}

/** Several records in one line or document, for example `{"Records": […]}` of CloudTrail. */
export interface ParsedRecords {
  readonly kind: 'records';
  readonly records: readonly ParsedRecord[];
  /** Members that could not be parsed, with the reason of the last one. */
  readonly failures: number;
  readonly reason: string | null;
}

/** What a format makes of one line. */
export type ParseResult = ParsedRecord | ParsedRecords | ParseFailure | NoRecord;

/** The one value of {@link NoRecord}. */
export const NO_RECORD: NoRecord = { kind: 'none' };

/** A line that is not of the format; `reason` completes the count of skipped lines. */
export function failure(reason: string): ParseFailure {
  return { kind: 'failure', reason };
}

/** What a parser needs to know besides the line. */
export interface LineContext {
  /** When the line was received; the year of RFC 3164 timestamps is inferred from it. */
  readonly receivedMs: number;
  /** Offset from UTC of times that state no zone, in minutes east. */
  readonly zoneOffsetMinutes: number;
  /** Base name of the file that it came from, or empty: some formats tell their kind only there (`dns.log`). */
  readonly fileName: string;
}

/** Reads the lines of one file or connection; may remember headers (`#Fields`) between them. Never throws. */
export interface LineParser {
  parse(line: string, context: LineContext): ParseResult;
  /** At the end of the file or connection: events of records that waited for more. */
  finish?(): readonly ParsedRecord[];
  /** How records like the last one can be read where they stand; null where they cannot. */
  inPlace?(context: LineContext): InPlaceReading | null;
  /** Told of records that were read where they stand, without the parser. */
  passed?(): void;
}

/** A JSON object as `JSON.parse` gives it. */
export type JsonObject = { readonly [key: string]: JsonValue };
/** A value of JSON (RFC 8259). */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A format whose records are JSON objects. */
export interface JsonFormat {
  readonly name: string;
  /** Cheap test on the keys; no two formats of the table may both say yes to a record of the other. */
  recognise(object: JsonObject, context: LineContext): boolean;
  parse(object: JsonObject, context: LineContext): ParsedRecord | ParsedRecords | ParseFailure;
  /** How most of its records can be read where they stand. */
  inPlace?(context: LineContext): InPlaceReading;
}
