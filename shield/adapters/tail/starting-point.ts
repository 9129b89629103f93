import type { FileHandle } from 'node:fs/promises';
import type { SourcePosition } from '../../ports/index.ts';
import { type FoundFile, headOf, lookAt, readAt } from './found-file.ts';
import type { Trace } from './tailed-file.ts';

/** Where to begin in a file that is not followed yet. `wait`: it looks like a copy that is still being written. */
export type StartingPoint = { readonly kind: 'offset'; readonly offset: number } | { readonly kind: 'wait' };

/** What is known of other files when a new one appears. */
export interface Known {
  readonly positions: readonly SourcePosition[];
  /** Files that are followed, or were until they were truncated or vanished. */
  readonly traces: readonly Trace[];
}

/** A shorter beginning is too likely to be one that several files share. */
const LEAST_HEAD_BYTES = 64;
const LINE_FEED = 10;

/**
 * Decides by content where to begin, so that no line is read twice and none is missed:
 * the same file as before (same inode, same first bytes) goes on where it was; a copy that log rotation made of a
 * followed file (`copytruncate`) begins where that one was read up to; anything else begins at its start.
 */
export async function startingPoint(
  handle: FileHandle,
  found: FoundFile,
  known: Known,
): Promise<StartingPoint> {
  const matches = async (head: { readonly hash: string; readonly bytes: number }) =>
    found.sizeBytes >= head.bytes && (await headOf(handle, head.bytes)).hash === head.hash;
  const own = known.positions.find((position) => position.fileId === found.fileId);
  if (own !== undefined && own.offsetBytes <= found.sizeBytes && (await matches(headOfPosition(own))))
    return { kind: 'offset', offset: own.offsetBytes };
  for (const trace of known.traces) {
    if (trace.head.bytes < LEAST_HEAD_BYTES || !(await matches(trace.head))) continue;
    if (found.sizeBytes < trace.offset) return { kind: 'wait' };
    const start = trace.offset - trace.anchor.length;
    const bytes = await readAt(handle, start, trace.anchor.length);
    if (bytes.equals(trace.anchor)) return { kind: 'offset', offset: trace.offset };
  }
  for (const position of known.positions) {
    if (position.headBytes < LEAST_HEAD_BYTES || position.offsetBytes > found.sizeBytes) continue;
    if (!(await matches(headOfPosition(position))) || !(await isGone(position))) continue;
    // A copy has a line end there, as the file had; another file with the same header hardly ever.
    const before = await readAt(handle, position.offsetBytes - 1, 1);
    if (before[0] === LINE_FEED) return { kind: 'offset', offset: position.offsetBytes };
  }
  return { kind: 'offset', offset: 0 };
}

function headOfPosition(position: SourcePosition) {
  return { hash: position.headHash, bytes: position.headBytes };
}

/** The file of this position was truncated, replaced or deleted while nobody looked. */
async function isGone(position: SourcePosition): Promise<boolean> {
  const now = await lookAt(position.path);
  return now === null || now.fileId !== position.fileId || now.sizeBytes < position.offsetBytes;
}
