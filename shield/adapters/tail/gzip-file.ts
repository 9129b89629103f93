import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Event } from '../../model/index.ts';
import type { SourcePosition } from '../../ports/index.ts';
import { type FramedLine, LineFramer, SAMPLE_LINES } from '../../sense/index.ts';
import { gunzip } from '../archive/gunzip.ts';
import { ARCHIVE_LIMITS } from '../archive/index.ts';
import { type Bytes, peek } from '../archive/peek.ts';
import { type FoundFile, HEAD_BYTES, headOf, headOfBytes, lookAt, readAt } from './found-file.ts';
import type { TailSetting } from './tailed-file.ts';

/** RFC 1952 §2.3.1. */
export async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const magic = await readAt(handle, 0, 2);
    return magic[0] === 0x1f && magic[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

/** The position of a gzip file that was read to its end: its packed size. */
export async function gzipPosition(found: FoundFile, source: string): Promise<SourcePosition> {
  const handle = await open(found.path, 'r');
  try {
    const head = await headOf(handle);
    return {
      source,
      path: found.path,
      fileId: found.fileId,
      offsetBytes: found.sizeBytes,
      headHash: head.hash,
      headBytes: head.bytes,
    };
  } finally {
    await handle.close();
  }
}

/**
 * Events of a gzip file, chunk by chunk. When log rotation packed a file that was followed before (same first bytes,
 * the file itself gone), what was read of that is passed over. Throws where the packing is damaged.
 */
export async function* gzipEvents(
  found: FoundFile,
  positions: readonly SourcePosition[],
  setting: TailSetting,
): AsyncGenerator<readonly Event[]> {
  const { head, bytes } = await peek(unpack(found), HEAD_BYTES);
  const sensor = setting.health.sensor(basename(found.path).replace(/\.gz$/i, ''));
  const framer = new LineFramer(setting.lineLimitBytes);
  const readBefore = await offsetReadBefore(found, head, positions);
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
}

/** Bytes of the unpacked content that were read when it was not packed yet. */
async function offsetReadBefore(
  found: FoundFile,
  head: Buffer,
  positions: readonly SourcePosition[],
): Promise<number> {
  for (const position of positions) {
    if (position.headBytes < 64 || position.headBytes > head.length) continue;
    if (headOfBytes(head.subarray(0, position.headBytes)).hash !== position.headHash) continue;
    const now = await lookAt(position.path);
    const isGone = now === null || now.fileId !== position.fileId;
    if (isGone && (await hasLineEndAt(found, position.offsetBytes))) return position.offsetBytes;
  }
  return 0;
}

/** The same content has a line end where reading stopped; another file with the same header hardly ever. */
async function hasLineEndAt(found: FoundFile, offset: number): Promise<boolean> {
  let at = 0;
  for await (const chunk of unpack(found)) {
    if (at + chunk.length >= offset) return chunk[offset - at - 1] === 10;
    at += chunk.length;
  }
  return false;
}

function unpack(found: FoundFile): Bytes {
  const budget = { limits: ARCHIVE_LIMITS, packedBytes: found.sizeBytes, unpackedBytes: 0 };
  return gunzip(createReadStream(found.path), budget);
}
