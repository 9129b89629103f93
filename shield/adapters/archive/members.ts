import { createReadStream } from 'node:fs';
import { ArchiveError, type Budget } from './limits.ts';
import { type Bytes, peek } from './peek.ts';
import { isTar, tarMembers } from './tar.ts';
import { gunzip } from './unpack.ts';
import { zipMembers } from './zip.ts';

/** Log bytes by name; `member` is the path within the archive, null for a plain or only gzipped file. */
export type Member =
  | { readonly kind: 'bytes'; readonly member: string | null; readonly bytes: Bytes }
  | { readonly kind: 'failure'; readonly member: string | null; readonly error: string };

/** Where in the file some bytes stand that may be an archive. */
export interface Nesting {
  readonly member: string | null;
  readonly budget: Budget;
  /** Archives around these bytes. */
  readonly depth: number;
  /** Path on the disk, for the file itself only: a ZIP there is read in place. */
  readonly diskPath: string | null;
  /** Told of bytes that are read of the file besides those that are given. */
  readonly onBytes?: (count: number) => void;
}

const CHUNK_BYTES = 262_144;

/**
 * Everything readable within the file at `path`, one after the other: use up the bytes of one before asking for the
 * next. Gzip, tar and ZIP are told by their first bytes, not by their names. Damage of one member is told as a failure
 * (or thrown by its bytes); what makes going on pointless is thrown as an `ArchiveError`.
 */
export function membersOfFile(
  path: string,
  budget: Budget,
  onBytes?: (count: number) => void,
): AsyncGenerator<Member> {
  const stream: Bytes = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const bytes = onBytes === undefined ? stream : counted(stream, onBytes);
  const place = { member: null, budget, depth: 0, diskPath: path };
  return membersOf(bytes, onBytes === undefined ? place : { ...place, onBytes });
}

async function* counted(bytes: Bytes, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** Members within some bytes: themselves, or what they unpack to. */
export async function* membersOf(packed: Bytes, nesting: Nesting): AsyncGenerator<Member> {
  const { member, budget, depth } = nesting;
  const { head, bytes } = await peek(packed, 512);
  const kind = archiveKind(head);
  if (kind === 'none') {
    yield { kind: 'bytes', member, bytes };
    return;
  }
  const { nestingLimit } = budget.limits;
  if (depth > nestingLimit)
    throw new ArchiveError('too-deep', `not read: archives in archives, more than ${nestingLimit} deep`);
  if (kind === 'gzip')
    yield* membersOf(gunzip(bytes, budget), { member, budget, depth: depth + 1, diskPath: null });
  else if (kind === 'tar') yield* tarMembers(bytes, { ...nesting, depth: depth + 1 });
  else yield* zipMembers(bytes, { ...nesting, depth: depth + 1 });
}

/** RFC 1952 §2.3.1; APPNOTE.TXT §4.3.7 and, for an archive without members, §4.3.16. */
function archiveKind(head: Buffer): 'gzip' | 'tar' | 'zip' | 'none' {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (isTar(head)) return 'tar';
  const isZip = head[0] === 0x50 && head[1] === 0x4b;
  return isZip && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6)) ? 'zip' : 'none';
}
