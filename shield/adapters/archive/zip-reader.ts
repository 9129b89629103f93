import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';
import { ArchiveError } from './limits.ts';

/** Fills `target` from `position` on; returns how many bytes were there. */
type ReadAt = (target: Buffer, position: number) => Promise<number>;

/** End of central directory record, APPNOTE.TXT §4.3.16: signature, then the length of the comment at byte 20. */
const END_SIGNATURE = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const END_BYTES = 22;
const COMMENT_LIMIT_BYTES = 65_535;

const PIECE_BYTES = 65_536;

/** Random access to the bytes of a ZIP, on the disk or in memory; what lies past the end reads as zeros. */
export class ZipReader extends RandomAccessReader {
  readonly #readAt: ReadAt;
  readonly #sizeBytes: number;
  readonly #release: () => Promise<void>;

  constructor(readAt: ReadAt, sizeBytes: number, release: () => Promise<void>) {
    super();
    this.#readAt = readAt;
    this.#sizeBytes = sizeBytes;
    this.#release = release;
  }

  /**
   * Where the archive ends by its own record, which transport may have cut or added to by some bytes. Throws
   * `damaged` when there is no such record.
   */
  async declaredSize(): Promise<number> {
    const tailBytes = Math.min(this.#sizeBytes, COMMENT_LIMIT_BYTES + END_BYTES);
    const tail = Buffer.alloc(tailBytes);
    await this.#readAt(tail, this.#sizeBytes - tailBytes);
    const at = tail.lastIndexOf(END_SIGNATURE);
    if (at === -1)
      throw new ArchiveError('damaged', 'damaged ZIP: its directory is missing, as when it was cut off');
    const comment = at + END_BYTES <= tailBytes ? tail.readUInt16LE(at + 20) : (tail[at + 20] ?? 0);
    return this.#sizeBytes - tailBytes + at + END_BYTES + comment;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#range(start, end), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const target = buffer.subarray(offset, offset + length);
    this.#readAt(target, position).then(
      (have) => {
        target.fill(0, have);
        callback(null);
      },
      (cause: unknown) => callback(cause instanceof Error ? cause : new Error(String(cause))),
    );
  }

  override close(callback: (error: Error | null) => void): void {
    this.#release().then(
      () => callback(null),
      () => callback(null),
    );
  }

  async *#range(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; at += PIECE_BYTES) {
      const piece = Buffer.alloc(Math.min(PIECE_BYTES, end - at));
      await this.#readAt(piece, at);
      yield piece;
    }
  }
}

/** A ZIP on the disk; the file stays open until the reader is closed. `onBytes` is told of what is read of it. */
export async function fileReader(path: string, onBytes?: (count: number) => void): Promise<ZipReader> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  const readAt: ReadAt = async (target, position) => {
    let have = 0;
    while (have < target.length) {
      const { bytesRead } = await file.read(target, have, target.length - have, position + have);
      if (bytesRead === 0) break;
      have += bytesRead;
    }
    onBytes?.(have);
    return have;
  };
  return new ZipReader(readAt, size, () => file.close());
}

/** A ZIP in memory. */
export function bufferReader(bytes: Buffer): ZipReader {
  const readAt: ReadAt = async (target, position) => bytes.copy(target, 0, position);
  return new ZipReader(readAt, bytes.length, async () => undefined);
}
