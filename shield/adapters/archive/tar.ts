import { ArchiveError } from './limits.ts';
import { type Member, membersOf, type Nesting } from './members.ts';
import type { Bytes } from './peek.ts';

const BLOCK_BYTES = 512;

/** Names longer than this are damage. */
const NAME_LIMIT_BYTES = 65_536;

/** True for the first block of a tar archive (POSIX.1-2017 pax, "ustar Interchange Format"). */
export function isTar(head: Buffer): boolean {
  return head.length >= BLOCK_BYTES && head.toString('latin1', 257, 262) === 'ustar';
}

/** Files of a tar archive in their order; folders and links are passed over. Throws `damaged`. */
export async function* tarMembers(bytes: Bytes, nesting: Nesting): AsyncGenerator<Member> {
  const reader = new BlockReader(bytes);
  const outer = nesting.member === null ? '' : `${nesting.member}/`;
  let longName: string | null = null;
  let count = 0;
  try {
    for (let header = await reader.header(); header !== null; header = await reader.header()) {
      if (header.type === 'L' || header.type === 'x') {
        longName = nameIn(await reader.content(header.sizeBytes), header.type) ?? longName;
        continue;
      }
      const name = longName ?? header.name;
      longName = null;
      const body = reader.body(header.sizeBytes);
      if (header.type === '0' || header.type === '\0') {
        count += 1;
        if (count > nesting.budget.limits.memberLimit)
          throw new ArchiveError('too-many', `stopped after ${count - 1} members`);
        yield* membersOf(body, { ...nesting, member: outer + name, diskPath: null });
      }
      await reader.skip();
    }
    const damage = await reader.drain();
    if (damage !== null)
      yield {
        kind: 'failure',
        member: nesting.member,
        error: `every member was read, but after them: ${damage}`,
      };
  } finally {
    await reader.close();
  }
}

interface TarHeader {
  readonly name: string;
  readonly sizeBytes: number;
  readonly type: string;
}

function parseHeader(block: Buffer): TarHeader {
  if (!isTar(block)) throw new ArchiveError('damaged', 'damaged tar: a header is not where one must be');
  const prefix = text(block, 345, 155);
  const sizeText = text(block, 124, 12).trim();
  const sizeBytes = Number.parseInt(sizeText, 8);
  if (!/^[0-7]{1,12}$/.test(sizeText) || !Number.isSafeInteger(sizeBytes))
    throw new ArchiveError('damaged', 'damaged tar: the size of a member is no number');
  const name = text(block, 0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    sizeBytes,
    type: String.fromCharCode(block[156] ?? 0),
  };
}

function text(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}

/** The long name that a GNU `L` member, or the `path` of a pax `x` member, gives to the next one. */
function nameIn(content: Buffer, type: string): string | null {
  if (type === 'L') return content.toString('utf8').replace(/\0+$/, '');
  return /^\d+ path=(.*)$/m.exec(content.toString('utf8'))?.[1] ?? null;
}

/** Reads headers and bodies off the bytes, each padded to whole blocks. */
class BlockReader {
  readonly #iterator: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);
  /** Bytes of the body at hand, with its padding, that nobody has read yet. */
  #bodyLeft = 0;
  #paddingBytes = 0;

  constructor(bytes: Bytes) {
    this.#iterator = bytes[Symbol.asyncIterator]();
  }

  /** Null at the end: a block of zeros, or no more bytes. */
  async header(): Promise<TarHeader | null> {
    const block = await this.#take(BLOCK_BYTES);
    if (block.length < BLOCK_BYTES || block.every((byte) => byte === 0)) return null;
    return parseHeader(block);
  }

  async content(sizeBytes: number): Promise<Buffer> {
    if (sizeBytes > NAME_LIMIT_BYTES)
      throw new ArchiveError('damaged', 'damaged tar: a name of more than 64 KiB');
    const content = await this.#take(sizeBytes);
    await this.#take(paddingOf(sizeBytes));
    return content;
  }

  /** The body that follows a header; what the caller leaves of it, `skip` passes over. */
  body(sizeBytes: number): AsyncGenerator<Buffer> {
    this.#bodyLeft = sizeBytes;
    this.#paddingBytes = paddingOf(sizeBytes);
    return this.#bodyChunks();
  }

  async *#bodyChunks(): AsyncGenerator<Buffer> {
    while (this.#bodyLeft > 0) {
      const chunk = await this.#some(this.#bodyLeft);
      if (chunk.length === 0) throw new ArchiveError('damaged', 'damaged tar: it ends within a member');
      this.#bodyLeft -= chunk.length;
      yield chunk;
    }
  }

  /** Passes over what is left of the body. */
  async skip(): Promise<void> {
    for (let left = this.#bodyLeft + this.#paddingBytes; left > 0; ) {
      const chunk = await this.#some(left);
      if (chunk.length === 0) break;
      left -= chunk.length;
    }
    this.#bodyLeft = 0;
    this.#paddingBytes = 0;
  }

  /** Reads what follows the end, so that a checksum there is verified; the damage found, or null. */
  async drain(): Promise<string | null> {
    try {
      while ((await this.#some(Number.MAX_SAFE_INTEGER)).length > 0);
      return null;
    } catch (cause) {
      if (cause instanceof ArchiveError) throw cause;
      return cause instanceof Error ? cause.message : String(cause);
    }
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }

  async #take(count: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for (let left = count; left > 0; ) {
      const chunk = await this.#some(left);
      if (chunk.length === 0) break;
      chunks.push(chunk);
      left -= chunk.length;
    }
    return Buffer.concat(chunks);
  }

  /** Some bytes, at most `limit` of them; none at the end. */
  async #some(limit: number): Promise<Buffer> {
    if (this.#held.length === 0) {
      const next = await this.#iterator.next();
      if (next.done === true) return Buffer.alloc(0);
      this.#held = next.value;
    }
    const chunk = this.#held.subarray(0, limit);
    this.#held = this.#held.subarray(limit);
    return chunk;
  }
}

function paddingOf(sizeBytes: number): number {
  return (BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES;
}
