import type { EvtxOrigin, EvtxRecord } from '../api.ts';
import { filetimeMs } from '../value/filetime.ts';
import { isZero, readU64 } from './bytes.ts';
import { CHUNK_HEADER_BYTES, type Chunk } from './chunk.ts';

/** `**\0\0`, at the start of each record ("Event record"). */
const SIGNATURE = Buffer.from([0x2a, 0x2a, 0, 0]);
const SIGNATURE_NUMBER = 0x2a2a;

/** Signature, size, identifier, time; the size once more at the end. */
const HEADER_BYTES = 24;
const SMALLEST_BYTES = HEADER_BYTES + 4;

/** Where to look for records, and whether what is found there counts as carved. */
export interface Walk {
  readonly start: number;
  /** End of the used part. */
  readonly end: number;
  /** Nothing vouches for the place: everything found is `carved`. */
  readonly isCarving: boolean;
  /** The file ends here: that a record does is said already. */
  readonly isCut: boolean;
  /** Also what stands after `end`. */
  readonly slack: boolean;
}

/**
 * The records of a chunk in the order of their places. Where none begins and the bytes are not all zero, the loss is
 * reported and the next record is searched for by its signature and its two equal sizes ("Recovery").
 */
export function* walkRecords(chunk: Chunk, walk: Walk): Generator<EvtxRecord> {
  let origin: EvtxOrigin = walk.isCarving ? 'carved' : 'log';
  let at = walk.start;
  while (at + SMALLEST_BYTES <= walk.end) {
    const size = recordBytes(chunk, at);
    if (size > 0) {
      yield recordAt(chunk, at, origin);
      at += size;
      continue;
    }
    if (isZero(chunk.bytes, at, walk.end)) break;
    const next = findRecord(chunk, at + 1, walk.end);
    if (!walk.isCarving && !(walk.isCut && next === -1)) reportLoss(chunk, at, next === -1 ? walk.end : next);
    if (next === -1) break;
    at = next;
    origin = 'carved';
  }
  if (walk.slack) yield* slackRecords(chunk, Math.max(at, walk.end));
}

function* slackRecords(chunk: Chunk, start: number): Generator<EvtxRecord> {
  for (let at = findRecord(chunk, start, chunk.bytes.length); at !== -1; ) {
    yield recordAt(chunk, at, 'slack');
    at = findRecord(chunk, at + recordBytes(chunk, at), chunk.bytes.length);
  }
}

/** Where the next record stands whose two sizes agree, or -1. */
function findRecord(chunk: Chunk, start: number, end: number): number {
  for (let at = chunk.bytes.indexOf(SIGNATURE, start); at !== -1 && at < end; ) {
    if (recordBytes(chunk, at) > 0) return at;
    at = chunk.bytes.indexOf(SIGNATURE, at + 1);
  }
  return -1;
}

/** Length of the record at `at`, or 0 where none stands. */
function recordBytes({ view, bytes }: Chunk, at: number): number {
  if (at + SMALLEST_BYTES > bytes.length || view.getUint32(at, true) !== SIGNATURE_NUMBER) return 0;
  const size = view.getUint32(at + 4, true);
  if (size < SMALLEST_BYTES || size > bytes.length - at) return 0;
  return view.getUint32(at + size - 4, true) === size ? size : 0;
}

function recordAt(chunk: Chunk, at: number, origin: EvtxOrigin): EvtxRecord {
  const { view } = chunk;
  return {
    id: readU64(view, at + 8),
    writtenMs: filetimeMs(view, at + 16),
    offset: chunk.offset + at,
    origin,
    chunk,
    start: at + HEADER_BYTES,
    end: at + view.getUint32(at + 4, true) - 4,
  };
}

function reportLoss(chunk: Chunk, at: number, end: number): void {
  const message = `${end - at} bytes where a record should begin are none`;
  chunk.log.report('evtx.lost-bytes', message, chunk.offset + at);
}

/** The place after the header. */
export const FIRST_RECORD = CHUNK_HEADER_BYTES;
