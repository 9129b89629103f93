import type { Chunk } from './file/chunk.ts';

/**
 * A problem of a file: what is wrong, where, why it matters, and what can be done. Files are damaged in the field; a
 * reader tells and reads on.
 */
export interface EvtxDiagnostic {
  /** Stable identifier, `evtx.what` in kebab-case. */
  readonly code: EvtxDiagnosticCode;
  readonly severity: 'error' | 'warning' | 'info';
  /** One sentence in plain words, without the place. */
  readonly message: string;
  /** Name of the file, as the reader was given it. */
  readonly file: string;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly help: string;
}

/** All problems that are told apart. */
export type EvtxDiagnosticCode =
  | 'evtx.not-evtx'
  | 'evtx.bad-header'
  | 'evtx.dirty'
  | 'evtx.bad-chunk'
  | 'evtx.bad-checksum'
  | 'evtx.truncated'
  | 'evtx.lost-bytes'
  | 'evtx.unreadable-record'
  | 'evtx.partial-record'
  | 'evtx.too-large'
  | 'evtx.more-problems';

/** Where a record was found: in its place, after damage (`carved`), or in the unused rest of a chunk (`slack`). */
export type EvtxOrigin = 'log' | 'carved' | 'slack';

/**
 * One record, not decoded yet. It looks into the bytes that were given to the reader: use it before they are written
 * over. Its content is asked for with `toJsonLine`, `fieldsOf`, `documentOf` or `formatXml`.
 */
export interface EvtxRecord {
  /** Number in the record's header, exact up to 2^53; the field EventRecordID can differ in exported logs. */
  readonly id: number;
  /** When it was written to the log, milliseconds since the epoch (the event's own time is the field TimeCreated). */
  readonly writtenMs: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly origin: EvtxOrigin;
  /** The chunk that it stands in; opaque. */
  readonly chunk: Chunk;
  /** Where the binary XML begins and ends, from the start of the chunk. */
  readonly start: number;
  readonly end: number;
}

/** A value of a record, as JSON has them. Whole numbers that a double cannot hold exactly are given as text. */
export type EvtxValue =
  | string
  | number
  | boolean
  | null
  | readonly EvtxValue[]
  | { readonly [name: string]: EvtxValue };

/** How a file is read. */
export interface EvtxOptions {
  /** Name for diagnostics; `(evtx)` unless given. */
  readonly file?: string;
  /** Also give records left over in the unused rest of chunks: former versions and overwritten logs. */
  readonly slack?: boolean;
  /** Bytes of JSON that one record may become; 1 MiB unless given. What is larger is reported, not cut. */
  readonly recordLimitBytes?: number;
}

/** What was read so far. */
export interface EvtxCounts {
  readonly chunks: number;
  readonly records: number;
  readonly carved: number;
  readonly slack: number;
  /** Records whose content could not be decoded, as far as they were asked for it. */
  readonly unreadable: number;
}
