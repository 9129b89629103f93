import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Event } from '../../model/index.ts';
import type { SourcePosition } from '../../ports/index.ts';
import { type FramedLine, LineFramer, type LineSensor, SAMPLE_LINES } from '../../sense/index.ts';
import type { SourceHealth } from '../source/index.ts';
import { type FileHead, type FoundFile, HEAD_BYTES, headOfBytes, readAt } from './found-file.ts';

/** Bytes read at a time: one delivery, and one position kept, for each. */
const CHUNK_BYTES = 262_144;

/** Bytes before the offset by which a copy of the file is known. */
const ANCHOR_BYTES = 256;

/** Beginning of a file that is read on from the middle, where headers may stand. */
const RECALL_BYTES = 65_536;

/** Events of a piece of the file; `endOffset` may be remembered once they are kept. */
export interface Piece {
  readonly events: readonly Event[];
  readonly endOffset: number;
  /** False when there was nothing new. */
  readonly moved: boolean;
}

/** What a truncated or vanished file was, to know its rotated copy by. */
export interface Trace {
  readonly head: FileHead;
  readonly offset: number;
  readonly anchor: Buffer;
}

/** One file that is followed by its handle: renaming it changes nothing. Owns its place in it. */
export class TailedFile {
  path: string;
  readonly fileId: string;
  readonly #handle: FileHandle;
  readonly #source: string;
  readonly #health: SourceHealth;
  readonly #lineLimitBytes: number | undefined;
  readonly #quietMs: number;
  #sensor: LineSensor;
  #framer: LineFramer;
  /** First bytes as they were read, not as they may stand there by now. */
  #head: Buffer = Buffer.alloc(0);
  /** Where the framer began, and where the next read begins. */
  #base = 0;
  #readOffset = 0;
  #keptOffset = 0;
  #anchor: Buffer = Buffer.alloc(0);
  /** When the file grew last; null once the events of records that waited for more were told. */
  #grewMs: number | null = null;
  /** Events that were still open when the file was truncated. */
  #left: Event[] = [];

  private constructor(handle: FileHandle, found: FoundFile, setting: TailSetting) {
    this.#handle = handle;
    this.path = found.path;
    this.fileId = found.fileId;
    this.#source = setting.source;
    this.#health = setting.health;
    this.#lineLimitBytes = setting.lineLimitBytes;
    this.#quietMs = setting.quietMs;
    this.#sensor = setting.health.sensor(basename(found.path));
    this.#framer = new LineFramer(setting.lineLimitBytes);
  }

  /** Begins at `offset`; headers before it are read for the format's sake only. Owns the handle from now on. */
  static async begin(
    handle: FileHandle,
    found: FoundFile,
    setting: TailSetting & { readonly offset: number },
  ): Promise<TailedFile> {
    const file = new TailedFile(handle, found, setting);
    if (setting.offset > 0) await file.#seek(setting.offset, setting.nowMs);
    return file;
  }

  /** Bytes that are there and not yet kept. */
  async lagBytes(): Promise<number> {
    return Math.max(0, Number((await this.#handle.stat()).size) - this.#keptOffset);
  }

  get trace(): Trace {
    return { head: this.#fileHead, offset: this.#keptOffset, anchor: this.#anchor };
  }

  get #fileHead(): FileHead {
    return headOfBytes(this.#head);
  }

  /** Reads the next piece, if there is one. After an error nothing of it counts as read. */
  async next(nowMs: number): Promise<Piece> {
    const chunk = await readAt(this.#handle, this.#readOffset, CHUNK_BYTES);
    if (this.#left.length > 0) return this.#pieceWith(this.#left.splice(0));
    // A file that was written anew since the last look is told by its beginning, before its bytes are taken.
    if (chunk.length === 0 || !(await this.#isSame())) return this.#pieceWith(this.#settle(nowMs));
    this.#grewMs = nowMs;
    if (this.#readOffset === this.#head.length)
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, HEAD_BYTES - this.#head.length)]);
    const atStart = this.#readOffset === 0;
    this.#readOffset += chunk.length;
    const lines = this.#framer.push(chunk);
    if (atStart && lines.length > 0)
      this.#sensor.prime(
        lines.slice(0, SAMPLE_LINES).map((line) => line.text),
        nowMs,
      );
    return this.#pieceOf(lines, nowMs);
  }

  /** The line that has no end, of a file that nobody will write to any more. */
  rest(nowMs: number): Piece {
    const last = this.#framer.flush();
    const piece = last === null ? this.#pieceWith([]) : this.#pieceOf([last], nowMs);
    const waiting = this.waiting(nowMs);
    return { ...piece, events: [...piece.events, ...waiting], moved: piece.moved || waiting.length > 0 };
  }

  /** The events up to there are kept. */
  async keep(offset: number): Promise<SourcePosition> {
    const start = Math.max(0, offset - ANCHOR_BYTES);
    this.#anchor = await readAt(this.#handle, start, offset - start);
    this.#keptOffset = offset;
    return {
      source: this.#source,
      path: this.path,
      fileId: this.fileId,
      offsetBytes: offset,
      headHash: this.#fileHead.hash,
      headBytes: this.#fileHead.bytes,
    };
  }

  /**
   * Starts over when the file was truncated, or truncated and written anew (its first bytes differ). Returns what it
   * was before, or null when it goes on as it is.
   */
  async checkTruncation(nowMs: number): Promise<Trace | null> {
    const { size } = await this.#handle.stat();
    if (size >= this.#keptOffset && (await this.#isSame())) return null;
    const trace = this.trace;
    this.#left = [...this.#sensor.finish(nowMs)];
    this.#head = Buffer.alloc(0);
    this.#sensor = this.#health.sensor(basename(this.path));
    this.#framer = new LineFramer(this.#lineLimitBytes);
    this.#base = 0;
    this.#readOffset = 0;
    this.#keptOffset = 0;
    this.#anchor = Buffer.alloc(0);
    return trace;
  }

  async #isSame(): Promise<boolean> {
    return (await readAt(this.#handle, 0, this.#head.length)).equals(this.#head);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  /** Events of records that wait for more, when nobody will read on. */
  waiting(nowMs: number): readonly Event[] {
    return this.#sensor.finish(nowMs);
  }

  /** Events of records that waited for more, once the log has been quiet for so long that no more will come. */
  #settle(nowMs: number): readonly Event[] {
    if (this.#grewMs === null || nowMs - this.#grewMs < this.#quietMs) return [];
    this.#grewMs = null;
    return this.#sensor.finish(nowMs);
  }

  /** A piece that is no more of the file than was read before. */
  #pieceWith(events: readonly Event[]): Piece {
    return { events, endOffset: this.#keptOffset, moved: events.length > 0 };
  }

  #pieceOf(lines: readonly FramedLine[], nowMs: number): Piece {
    const events = lines.flatMap((line) =>
      line.tooLong ? this.#sensor.readTooLong(line.text, nowMs) : this.#sensor.read(line.text, nowMs),
    );
    const last = lines.at(-1);
    return {
      events,
      endOffset: last === undefined ? this.#keptOffset : this.#base + last.endOffset,
      moved: true,
    };
  }

  async #seek(offset: number, nowMs: number): Promise<void> {
    this.#base = offset;
    this.#readOffset = offset;
    const beginning = await readAt(this.#handle, 0, Math.min(offset, RECALL_BYTES));
    this.#head = Buffer.from(beginning.subarray(0, HEAD_BYTES));
    const lines = new LineFramer(this.#lineLimitBytes).push(beginning).slice(0, SAMPLE_LINES);
    if (lines.length > 0)
      this.#sensor.recall(
        lines.map((line) => line.text),
        nowMs,
      );
    await this.keep(offset);
  }
}

/** What a file is read with. */
export interface TailSetting {
  readonly source: string;
  readonly health: SourceHealth;
  readonly lineLimitBytes: number | undefined;
  /** After so long without growth records wait for no more. */
  readonly quietMs: number;
  readonly nowMs: number;
}
