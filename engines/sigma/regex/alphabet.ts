import { type CharSet, holds, LAST_UNIT, NEWLINE, WORDS } from './char-set.ts';
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
  const sets = [...new Set(setsOf(program))];
  const starts = stretchesOf(sets);
  const classOf = new Map<string, number>();
  const samples: number[] = [];
  const classes = starts.map((unit) => {
    const key = sets.map((set) => (holds(set, unit) ? '1' : '0')).join('');
    const known = classOf.get(key);
    if (known !== undefined) return known;
    classOf.set(key, samples.length);
    return samples.push(unit) - 1;
  });
  const find = (unit: number) => classes[search(starts, unit)] ?? 0;
  const table = Uint16Array.from({ length: TABLE_SIZE }, (_, unit) => find(unit));
  const symbolOf = (unit: number) => (unit < TABLE_SIZE ? (table[unit] ?? 0) : find(unit));
  return { size: samples.length, samples, symbolOf };
}

/** Where stretches of units begin that no set parts, in order. */
function stretchesOf(sets: readonly CharSet[]): readonly number[] {
  const starts = new Set([0]);
  for (const set of sets) {
    for (const [from, to] of set) {
      starts.add(from);
      if (to < LAST_UNIT) starts.add(to + 1);
    }
  }
  return [...starts].sort((a, b) => a - b);
}

function setsOf(program: RegexProgram): readonly CharSet[] {
  const sets = program.instructions.flatMap((instruction) =>
    instruction.kind === 'class' ? [instruction.set] : [],
  );
  return [...sets, NEWLINE, WORDS];
}

/** Index of the last start that is not above `unit`. */
function search(starts: readonly number[], unit: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= unit) low = middle;
    else high = middle - 1;
  }
  return low;
}
