import { statfsSync } from 'node:fs';
import { StoreError } from '../../ports/index.ts';

/** Left free always: merges and deletions need room to make room. */
const RESERVE_BYTES = 16 * 1024 * 1024;

/**
 * A batch is refused before its first byte is written when the disk could not take all of it: the journal's copy and
 * the rows. Throws StoreError `disk-full`.
 */
export function requireFreeSpace(folder: string, payloadBytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const needed = RESERVE_BYTES + 2 * payloadBytes;
  if (free >= needed) return;
  throw new StoreError(
    'disk-full',
    `The disk of ${folder} is full: ${free} bytes are free and ${needed} are needed. ` +
      'Free space, or shorten the retention; nothing of the batch was kept.',
  );
}
