import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { glob, open, stat } from 'node:fs/promises';

/** A regular file that a path or glob of the source names. */
export interface FoundFile {
  readonly path: string;
  /** `device:inode`, as {@link SourcePosition} keeps it. */
  readonly fileId: string;
  readonly sizeBytes: number;
}

/** What identifies content: the hash of a file's first bytes, and how many those are. */
export interface FileHead {
  readonly hash: string;
  readonly bytes: number;
}

/** First bytes that a file is known by. */
export const HEAD_BYTES = 256;

/** Files that the globs name now, in the order of their paths; a file found under two names comes once. */
export async function findFiles(patterns: readonly string[]): Promise<readonly FoundFile[]> {
  const paths = new Set<string>();
  for (const pattern of patterns) for await (const path of glob(pattern)) paths.add(path);
  const found = new Map<string, FoundFile>();
  for (const path of [...paths].sort()) {
    const file = await lookAt(path);
    if (file !== null && !found.has(file.fileId)) found.set(file.fileId, file);
  }
  return [...found.values()];
}

/** Null when there is no regular file (any more). */
export async function lookAt(path: string): Promise<FoundFile | null> {
  try {
    const stats = await stat(path, { bigint: true });
    if (!stats.isFile()) return null;
    return { path, fileId: `${stats.dev}:${stats.ino}`, sizeBytes: Number(stats.size) };
  } catch {
    return null;
  }
}

/** A handle on this very file; null when the path leads to another one by now, as within a rotation. */
export async function openFound(found: FoundFile): Promise<FileHandle | null> {
  const handle = await open(found.path, 'r');
  const stats = await handle.stat({ bigint: true });
  if (`${stats.dev}:${stats.ino}` === found.fileId) return handle;
  await handle.close();
  return null;
}

/** Bytes from `position`, at most `count`; fewer at the end of the file. */
export async function readAt(handle: FileHandle, position: number, count: number): Promise<Buffer> {
  const target = Buffer.allocUnsafe(count);
  let have = 0;
  while (have < count) {
    const { bytesRead } = await handle.read(target, have, count - have, position + have);
    if (bytesRead === 0) break;
    have += bytesRead;
  }
  return target.subarray(0, have);
}

/** Head over at most `count` first bytes. */
export async function headOf(handle: FileHandle, count: number = HEAD_BYTES): Promise<FileHead> {
  return headOfBytes(await readAt(handle, 0, Math.min(count, HEAD_BYTES)));
}

/** The head of content that begins with these bytes; those past {@link HEAD_BYTES} do not count. */
export function headOfBytes(bytes: Buffer): FileHead {
  const head = bytes.subarray(0, HEAD_BYTES);
  return { hash: createHash('sha256').update(head).digest('hex'), bytes: head.length };
}
