import { type Chunk, spendWork } from '../file/chunk.ts';
import { Damage } from '../file/damage.ts';
import { readUtf16 } from '../value/string.ts';

/** Elements and templates within each other; what is deeper was made to exhaust the stack. */
export const DEPTH_LIMIT = 32;

/** Names of elements and attributes are short; long ones would be made to be repeated over and over. */
const NAME_LIMIT_BYTES = 2048;

/** A place in the binary XML of a chunk. Reading over `end` throws {@link Damage}. */
export class Cursor {
  readonly chunk: Chunk;
  readonly end: number;
  readonly depth: number;
  /** Elements state a dependency, except right in a value of type binary XML ("Element start"). */
  readonly hasDependency: boolean;
  at: number;

  constructor(chunk: Chunk, range: { readonly at: number; readonly end: number }, depth: number) {
    if (depth > DEPTH_LIMIT) throw new Damage(`nested deeper than ${DEPTH_LIMIT} levels`, range.at);
    this.chunk = chunk;
    this.at = range.at;
    this.end = range.end;
    this.depth = depth;
    const first = range.at < range.end ? (chunk.bytes[range.at] ?? 0) & 0x1f : 0;
    this.hasDependency = depth === 0 || first !== 0x01;
  }

  /** The next byte, not consumed; -1 at the end. */
  peek(): number {
    return this.at < this.end ? this.chunk.view.getUint8(this.at) : -1;
  }

  /** Moves on by `bytes` and gives where it stood. */
  take(bytes: number): number {
    const { at } = this;
    if (bytes > this.end - at) throw new Damage('it ends in the middle of a token', at);
    this.at = at + bytes;
    return at;
  }

  u8(): number {
    return this.chunk.view.getUint8(this.take(1));
  }

  u16(): number {
    return this.chunk.view.getUint16(this.take(2), true);
  }

  u32(): number {
    return this.chunk.view.getUint32(this.take(4), true);
  }

  /** Counted text ("Unicode text string"). */
  text(): string {
    const size = this.u16() * 2;
    return readUtf16(this.chunk.bytes, this.take(size), size);
  }

  /** A name by its offset; the name itself stands right here when it is used for the first time ("Name"). */
  name(): string {
    const offset = this.u32();
    const { chunk } = this;
    const isHere = offset === this.at;
    let name = chunk.names.get(offset);
    if (name === undefined) {
      name = readName(chunk, offset);
      chunk.names.set(offset, name);
    }
    if (isHere) this.take(10 + 2 * chunk.view.getUint16(offset + 6, true));
    return name;
  }
}

function readName(chunk: Chunk, offset: number): string {
  if (offset + 10 > chunk.bytes.length) throw new Damage('a name outside of the chunk', offset);
  const size = 2 * chunk.view.getUint16(offset + 6, true);
  if (size > NAME_LIMIT_BYTES) throw new Damage(`a name of ${size / 2} characters`, offset);
  if (offset + 10 + size > chunk.bytes.length) throw new Damage('a name that reaches over the chunk', offset);
  spendWork(chunk, 1 + (size >> 6), offset);
  return readUtf16(chunk.bytes, offset + 8, size);
}
