import type { ByteSet } from './byte-set.ts';
import type { RegexProgram } from './program.ts';

/** Bytes that no instruction tells apart share a class. */
export interface ByteClasses {
  readonly count: number;
  readonly classOf: Uint8Array;
  /** One byte of each class. */
  readonly example: Uint8Array;
}

/** Puts bytes together that no set of the program tells apart, so that an automaton has few columns. */
export function byteClassesOf(program: RegexProgram): ByteClasses {
  const classOf = new Uint8Array(256);
  let count = 1;
  const { sets, setCount } = program;
  for (let set = 0; set < setCount; set += 1) {
    count = refine(classOf, count, sets.subarray(256 * set, 256 * set + 256));
  }
  for (const neighbour of new Set(program.neighbours)) {
    count = refine(
      classOf,
      count,
      program.neighbours.map((one) => (one === neighbour ? 1 : 0)),
    );
  }
  const example = new Uint8Array(count);
  for (let byte = 255; byte >= 0; byte -= 1) example[classOf[byte] ?? 0] = byte;
  return { count, classOf, example };
}

/** Splits every class that the set cuts; returns the new number of classes. */
function refine(classOf: Uint8Array, count: number, set: ByteSet): number {
  const inside = new Int16Array(count).fill(-1);
  const hasOutside = new Uint8Array(count);
  for (let byte = 0; byte < 256; byte += 1) if (set[byte] !== 1) hasOutside[classOf[byte] ?? 0] = 1;
  let next = count;
  for (let byte = 0; byte < 256; byte += 1) {
    const byteClass = classOf[byte] ?? 0;
    if (set[byte] !== 1 || hasOutside[byteClass] !== 1) continue;
    if (inside[byteClass] === -1) inside[byteClass] = next++;
    classOf[byte] = inside[byteClass] ?? 0;
  }
  return next;
}
