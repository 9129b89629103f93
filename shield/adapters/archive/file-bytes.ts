import { open } from 'node:fs/promises';
import type { Bytes } from './peek.ts';

/** Bytes that are read at a time; no more than a line may have, so that lines can be looked through as they come. */
const CHUNK_BYTES = 524_288;

/**
 * A part of a file, from `start` to before `end`. While a chunk is used the next one is read. Chunks are written over
 * once the one after the next is asked for: reading gigabytes makes no garbage.
 */
export async function* fileBytes(
  path: string,
  { start, end }: { readonly start: number; readonly end: number },
  onBytes?: (count: number) => void,
): Bytes & AsyncGenerator<Buffer> {
  const file = await open(path);
  const room = Math.min(CHUNK_BYTES, end - start);
  const buffers = [Buffer.allocUnsafeSlow(room), Buffer.allocUnsafeSlow(room)] as const;
  const readAt = (into: Buffer, at: number) => {
    const reading = file.read(into, 0, Math.min(room, Math.max(0, end - at)), at);
    // Whoever stops early does not wait for it.
    reading.catch(() => undefined);
    return reading;
  };
  let next = readAt(buffers[0], start);
  try {
    for (let at = start; ; ) {
      const { buffer, bytesRead } = await next;
      if (bytesRead === 0) return;
      at += bytesRead;
      next = readAt(buffer === buffers[0] ? buffers[1] : buffers[0], at);
      onBytes?.(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await next.catch(() => undefined);
    await file.close();
  }
}
