import { type CharSet, LAST_UNIT, NEWLINE, WORDS } from './char-set.ts';
import type { RegexProgram } from './program.ts';

/**
 * Characters that no set of a program tells apart share a symbol. Two more symbols follow the `size` classes:
 * the line feed that ends the text, and the end itself.
 */
export interface Alphabet {
  readonly size: number;
  /** Lowest code unit of each class. */
  readonly samples: readonly number[];
  symbolOf(unit: number): number;
}

const TABLE_SIZE = 256;

/** Puts UTF-16 units together that no set of the program tells apart. */
export function buildAlphabet(program: RegexProgram): Alphabet {
  const starts = new Set([0]);
  for (const set of setsOf(program)) {
    for (const [from, to] of set) {
      starts.add(from);
      if (to < LAST_UNIT) starts.add(to + 1);
    }
  }
  const samples = [...starts].sort((a, b) => a - b);
  const table = Uint16Array.from({ length: TABLE_SIZE }, (_, unit) => search(samples, unit));
  const symbolOf = (unit: number) => (unit < TABLE_SIZE ? (table[unit] ?? 0) : search(samples, unit));
  return { size: samples.length, samples, symbolOf };
}

function setsOf(program: RegexProgram): readonly CharSet[] {
  const sets = program.instructions.flatMap((instruction) =>
    instruction.kind === 'class' ? [instruction.set] : [],
  );
  return [...sets, NEWLINE, WORDS];
}

/** Index of the last sample that is not above `unit`. */
function search(samples: readonly number[], unit: number): number {
  let low = 0;
  let high = samples.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((samples[middle] ?? 0) <= unit) low = middle;
    else high = middle - 1;
  }
  return low;
}
