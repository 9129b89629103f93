import type { EvtxCounts, EvtxDiagnostic, EvtxOptions, EvtxRecord } from '../api.ts';
import { isZero } from './bytes.ts';
import { CHUNK_BYTES, type Chunk, createChunk } from './chunk.ts';
import { CHUNK_SIGNATURE, isChunkAt, readChunkHeader } from './chunk-header.ts';
import { checkFileHeader, FILE_HEADER_BYTES } from './file-header.ts';
import { ProblemLog } from './problem-log.ts';
import { FIRST_RECORD, type Walk, walkRecords } from './walk.ts';

const RECORD_LIMIT_BYTES = 1_048_576;

/**
 * Reads one file, whose bytes are pushed in pieces of any length; at most two chunks are held. Never throws on what the
 * file holds: problems are in `diagnostics`. Chunks are looked for up to the end of the bytes, whatever the header
 * says of their number, because the headers of logs in use are older than their chunks.
 */
export class EvtxReader {
  readonly #log: ProblemLog;
  readonly #options: EvtxOptions;
  #pieces: Buffer[] = [];
  #pieceBytes = 0;
  /** Bytes of the file before the first piece. */
  #offset = 0;
  #hasHeader = false;
  #chunks = 0;
  readonly #found = { log: 0, carved: 0, slack: 0 };

  constructor(options: EvtxOptions = {}) {
    this.#options = options;
    this.#log = new ProblemLog(options.file ?? '(evtx)');
  }

  /** Takes further bytes and gives the records that are whole now. Iterate to the end before pushing on. */
  *push(bytes: Uint8Array): Generator<EvtxRecord> {
    this.#pieces.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    this.#pieceBytes += bytes.length;
    if (this.#pieceBytes >= CHUNK_BYTES) yield* this.#advance(CHUNK_BYTES);
  }

  /** There are no further bytes: gives the records of the rest. */
  *end(): Generator<EvtxRecord> {
    yield* this.#advance(1);
    if (this.#offset === 0) checkFileHeader(Buffer.alloc(0), this.#log);
  }

  /** What was wrong so far, in the order in which it was met; grows while records are decoded. */
  get diagnostics(): readonly EvtxDiagnostic[] {
    return this.#log.diagnostics();
  }

  get counts(): EvtxCounts {
    const { log, carved, slack } = this.#found;
    const { unreadable } = this.#log;
    return { chunks: this.#chunks, records: log + carved + slack, carved, slack, unreadable };
  }

  /** Reads on while at least `need` bytes are there. */
  *#advance(need: number): Generator<EvtxRecord> {
    let bytes =
      this.#pieces.length === 1 ? (this.#pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#pieces);
    if (!this.#hasHeader && bytes.length > 0) bytes = this.#skipHeader(bytes);
    while (bytes.length >= need) {
      const used = isChunkAt(bytes, 0) ? yield* this.#readChunk(bytes) : yield* this.#readGap(bytes);
      bytes = bytes.subarray(used);
      this.#offset += used;
    }
    this.#pieces = bytes.length === 0 ? [] : [bytes];
    this.#pieceBytes = bytes.length;
  }

  #skipHeader(bytes: Buffer): Buffer {
    this.#hasHeader = true;
    checkFileHeader(bytes, this.#log);
    const isChunk = isChunkAt(bytes, 0);
    const used = isChunk ? 0 : Math.min(FILE_HEADER_BYTES, bytes.length);
    this.#offset += used;
    return bytes.subarray(used);
  }

  *#readChunk(bytes: Buffer): Generator<EvtxRecord, number> {
    const whole = bytes.subarray(0, CHUNK_BYTES);
    const header = readChunkHeader(whole);
    const intactBytes = header.areRecordsIntact ? (header.freeSpace ?? FIRST_RECORD) : FIRST_RECORD;
    const used = nextChunk(whole, intactBytes);
    const stated = header.isHeaderIntact ? bytes.readUInt32LE(48) : 0;
    if (!header.isHeaderIntact)
      this.#log.report('evtx.bad-checksum', 'The checksum of a chunk header does not hold', this.#offset);
    const isCut = used < CHUNK_BYTES && stated > used;
    if (isCut)
      this.#log.report('evtx.truncated', `A chunk ends after ${used} of its bytes`, this.#offset + used);
    else if (!header.areRecordsIntact && header.freeSpace !== null)
      this.#log.report(
        'evtx.bad-checksum',
        'The checksum of the records of a chunk does not hold',
        this.#offset,
      );
    this.#chunks += 1;
    const end = Math.min(header.freeSpace ?? used, used);
    yield* this.#walk(whole.subarray(0, used), { start: FIRST_RECORD, end, isCarving: false, isCut });
    return used;
  }

  /** Bytes where a chunk should begin and none does: the empty end of the file, or damage to be searched. */
  *#readGap(bytes: Buffer): Generator<EvtxRecord, number> {
    const whole = bytes.subarray(0, CHUNK_BYTES);
    const used = nextChunk(whole, 1);
    if (isZero(whole, 0, used)) return used;
    this.#log.report('evtx.bad-chunk', `${used} bytes where a chunk should begin are none`, this.#offset);
    yield* this.#walk(whole.subarray(0, used), { start: 0, end: used, isCarving: true, isCut: false });
    return used;
  }

  *#walk(bytes: Buffer, range: Omit<Walk, 'slack'>): Generator<EvtxRecord> {
    const chunk: Chunk = createChunk(bytes, this.#offset, {
      log: this.#log,
      recordLimitBytes: this.#options.recordLimitBytes ?? RECORD_LIMIT_BYTES,
    });
    for (const record of walkRecords(chunk, { ...range, slack: this.#options.slack ?? false })) {
      this.#found[record.origin] += 1;
      yield record;
    }
  }
}

/** Where an intact chunk header stands within these bytes, because bytes before it are missing; or their length. */
function nextChunk(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(CHUNK_SIGNATURE, start); at !== -1; ) {
    if (isChunkAt(bytes, at) && readChunkHeader(bytes.subarray(at)).isHeaderIntact) return at;
    at = bytes.indexOf(CHUNK_SIGNATURE, at + 1);
  }
  return bytes.length;
}
