import type { Chunk } from '../file/chunk.ts';
import { Damage } from '../file/damage.ts';

/** Before the binary XML of a definition: offset of the next one, GUID, length ("Template definition"). */
const DEFINITION_HEADER_BYTES = 24;

/**
 * Where the parts of a template instance stand ("Template instance data"), as offsets in the chunk. Value number i has
 * its size at `descriptors + 4 * i` and its type two bytes later.
 */
export interface InstanceFrame {
  /** Of the definition's header. */
  definition: number;
  /** Number of values. */
  count: number;
  descriptors: number;
  /** First value; the others follow without gaps. */
  values: number;
}

/** An empty frame, to be filled by {@link readInstanceFrame}. */
export function createFrame(): InstanceFrame {
  return { definition: 0, count: 0, descriptors: 0, values: 0 };
}

/**
 * Reads the instance whose token stands at `at` into `frame`. The definition either stands right there or before, in
 * the same chunk. Throws {@link Damage} when it reaches over `end`.
 */
export function readInstanceFrame(
  chunk: Chunk,
  range: { readonly at: number; readonly end: number },
  frame: InstanceFrame,
): void {
  const { view } = chunk;
  const { at, end } = range;
  if (at + 10 > end) throw new Damage('a template instance that is cut', at);
  frame.definition = view.getUint32(at + 6, true);
  let next = at + 10;
  if (frame.definition === next) next += DEFINITION_HEADER_BYTES + definitionBytes(chunk, next);
  if (next + 4 > end) throw new Damage('a template definition that reaches over its record', at);
  frame.count = view.getUint32(next, true);
  frame.descriptors = next + 4;
  frame.values = frame.descriptors + frame.count * 4;
  if (frame.values > end) throw new Damage(`a template instance with ${frame.count} values`, next);
}

/** The binary XML of the definition whose header is at `definition`. Throws {@link Damage} outside of the chunk. */
export function definitionRange(chunk: Chunk, definition: number): { at: number; end: number } {
  const at = definition + DEFINITION_HEADER_BYTES;
  if (at > chunk.bytes.length) throw new Damage('a template definition outside of the chunk', definition);
  const end = at + definitionBytes(chunk, definition);
  if (end > chunk.bytes.length)
    throw new Damage('a template definition that reaches over the chunk', definition);
  return { at, end };
}

function definitionBytes(chunk: Chunk, definition: number): number {
  if (definition + DEFINITION_HEADER_BYTES > chunk.bytes.length)
    throw new Damage('a template definition outside of the chunk', definition);
  return chunk.view.getUint32(definition + 20, true);
}
