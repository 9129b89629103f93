import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Event } from '../../model/index.ts';
import type { SourcePosition } from '../../ports/index.ts';
import { type FramedLine, LineFramer, type LineSensor, SAMPLE_LINES } from '../../sense/index.ts';
import type { SourceHealth } from '../source/index.ts';
import { type FileHead, type FoundFile, HEAD_BYTES, headOf, readAt } from './found-file.ts';

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
  #sensor: LineSensor;
  #framer: LineFramer;
  #head: FileHead;
  /** Where the framer began, and where the next read begins. */
  #base = 0;
  #readOffset = 0;
  #keptOffset = 0;
  #anchor: Buffer = Buffer.alloc(0);

  private constructor(
    handle: FileHandle,
    found: FoundFile,
    setting: TailSetting & { readonly head: FileHead },
  ) {
    this.#handle = handle;
    this.path = found.path;
    this.fileId = found.fileId;
    this.#source = setting.source;
    this.#health = setting.health;
    this.#lineLimitBytes = setting.lineLimitBytes;
    this.#head = setting.head;
    this.#sensor = setting.health.sensor(basename(found.path));
    this.#framer = new LineFramer(setting.lineLimitBytes);
  }

  /** Opens at `offset`; headers before it are read for the format's sake only. */
  static async open(found: FoundFile, offset: number, setting: TailSetting): Promise<TailedFile> {
    const handle = await open(found.path, 'r');
    try {
      const file = new TailedFile(handle, found, { ...setting, head: await headOf(handle) });
      if (offset > 0) await file.#seek(offset, setting.nowMs);
      return file;
    } catch (cause) {
      await handle.close();
      throw cause;
    }
  }

  /** Bytes that are there and not yet kept. */
  async lagBytes(): Promise<number> {
    return Math.max(0, Number((await this.#handle.stat()).size) - this.#keptOffset);
  }

  get trace(): Trace {
    return { head: this.#head, offset: this.#keptOffset, anchor: this.#anchor };
  }

  /** Reads the next piece, if there is one. After an error nothing of it counts as read. */
  async next(nowMs: number): Promise<Piece> {
    const chunk = await readAt(this.#handle, this.#readOffset, CHUNK_BYTES);
    if (chunk.length === 0) return { events: [], endOffset: this.#keptOffset, moved: false };
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
    return last === null
      ? { events: [], endOffset: this.#keptOffset, moved: false }
      : this.#pieceOf([last], nowMs);
  }

  /** The events up to there are kept. */
  async keep(offset: number): Promise<SourcePosition> {
    if (this.#head.bytes < HEAD_BYTES) this.#head = await headOf(this.#handle, offset);
    const start = Math.max(0, offset - ANCHOR_BYTES);
    this.#anchor = await readAt(this.#handle, start, offset - start);
    this.#keptOffset = offset;
    return {
      source: this.#source,
      path: this.path,
      fileId: this.fileId,
      offsetBytes: offset,
      headHash: this.#head.hash,
      headBytes: this.#head.bytes,
    };
  }

  /**
   * Starts over when the file was truncated, or truncated and written anew (its first bytes differ). Returns what it
   * was before, or null when it goes on as it is.
   */
  async checkTruncation(): Promise<Trace | null> {
    const { size } = await this.#handle.stat();
    const isShorter = size < this.#keptOffset || size < this.#head.bytes;
    const head = isShorter ? null : await headOf(this.#handle, this.#head.bytes);
    if (head !== null && head.hash === this.#head.hash) return null;
    const trace = this.trace;
    this.#head = await headOf(this.#handle);
    this.#sensor = this.#health.sensor(basename(this.path));
    this.#framer = new LineFramer(this.#lineLimitBytes);
    this.#base = 0;
    this.#readOffset = 0;
    this.#keptOffset = 0;
    this.#anchor = Buffer.alloc(0);
    return trace;
  }

  async close(): Promise<void> {
    await this.#handle.close();
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
    const lines = new LineFramer(this.#lineLimitBytes).push(beginning).slice(0, SAMPLE_LINES);
    if (lines.length > 0)
      this.#sensor.recall(
        lines.map((line) => line.text),
        nowMs,
      );
    await this.keep(offset);
  }
}

export interface TailSetting {
  readonly source: string;
  readonly health: SourceHealth;
  readonly lineLimitBytes: number | undefined;
  readonly nowMs: number;
}
