import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Event } from '../../model/index.ts';
import type { SourcePosition } from '../../ports/index.ts';
import { type FramedLine, LineFramer, SAMPLE_LINES } from '../../sense/index.ts';
import { ARCHIVE_LIMITS } from '../archive/index.ts';
import { type Bytes, peek } from '../archive/peek.ts';
import { gunzip } from '../archive/unpack.ts';
import { type FoundFile, HEAD_BYTES, headOf, headOfBytes, lookAt, readAt } from './found-file.ts';
import type { TailSetting } from './tailed-file.ts';

/** RFC 1952 §2.3.1. */
export async function isGzip(handle: FileHandle): Promise<boolean> {
  const magic = await readAt(handle, 0, 2);
  return magic[0] === 0x1f && magic[1] === 0x8b;
}

/** The position of a gzip file that was read to its end: its packed size. */
export async function gzipPosition(
  handle: FileHandle,
  found: FoundFile,
  source: string,
): Promise<SourcePosition> {
  const { hash, bytes } = await headOf(handle);
  const { path, fileId, sizeBytes } = found;
  return { source, path, fileId, offsetBytes: sizeBytes, headHash: hash, headBytes: bytes };
}

/**
 * Events of a gzip file, chunk by chunk. When log rotation packed a file that was followed before (same first bytes,
 * the file itself gone), what was read of that is passed over. Throws where the packing is damaged.
 */
export async function* gzipEvents(
  handle: FileHandle,
  found: FoundFile,
  setting: TailSetting & { readonly positions: readonly SourcePosition[] },
): AsyncGenerator<readonly Event[]> {
  const { head, bytes } = await peek(unpack(handle, found), HEAD_BYTES);
  const sensor = setting.health.sensor(basename(found.path).replace(/\.gz$/i, ''));
  const framer = new LineFramer(setting.lineLimitBytes);
  const readBefore = await offsetReadBefore(() => unpack(handle, found), head, setting.positions);
  let primed = false;
  const read = (lines: readonly FramedLine[]) => {
    if (!primed && lines.length > 0)
      sensor.prime(
        lines.slice(0, SAMPLE_LINES).map((line) => line.text),
        setting.nowMs,
      );
    primed ||= lines.length > 0;
    return lines
      .filter((line) => line.endOffset > readBefore)
      .flatMap((line) =>
        line.tooLong ? sensor.readTooLong(line.text, setting.nowMs) : sensor.read(line.text, setting.nowMs),
      );
  };
  for await (const chunk of bytes) yield read(framer.push(chunk));
  const last = framer.flush();
  if (last !== null) yield read([last]);
  yield sensor.finish(setting.nowMs);
}

/** Bytes of the unpacked content that were read when it was not packed yet. */
async function offsetReadBefore(
  content: () => Bytes,
  head: Buffer,
  positions: readonly SourcePosition[],
): Promise<number> {
  for (const position of positions) {
    if (position.headBytes < 64 || position.headBytes > head.length) continue;
    if (headOfBytes(head.subarray(0, position.headBytes)).hash !== position.headHash) continue;
    const now = await lookAt(position.path);
    const isGone = now === null || now.fileId !== position.fileId;
    if (isGone && (await hasLineEndAt(content(), position.offsetBytes))) return position.offsetBytes;
  }
  return 0;
}

/** The same content has a line end where reading stopped; another file with the same header hardly ever. */
async function hasLineEndAt(content: Bytes, offset: number): Promise<boolean> {
  let at = 0;
  for await (const chunk of content) {
    if (at + chunk.length >= offset) return chunk[offset - at - 1] === 10;
    at += chunk.length;
  }
  return false;
}

function unpack(handle: FileHandle, found: FoundFile): Bytes {
  const budget = { limits: ARCHIVE_LIMITS, packedBytes: found.sizeBytes, unpackedBytes: 0 };
  return gunzip(handle.createReadStream({ start: 0, autoClose: false }), budget);
}
