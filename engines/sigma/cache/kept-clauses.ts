import type { Atom, Clause } from '../compile/requirement.ts';
import { faulty, listOf, numberOf, oneOf, textOf, writeNumber } from './kept-value.ts';

/** Clauses of all rules: each different atom once, as JSON; and on a line for each rule their numbers, by clause. */
export interface KeptClauses {
  readonly atoms: string;
  readonly lines: readonly string[];
}

const TEXTS = ['contains', 'startswith', 'endswith', 'equals'] as const;

/** As {@link readClauses} reads it. */
export function writeClauses(rules: readonly (readonly Clause[])[]): KeptClauses {
  const numbers = new Map<string, number>();
  const numberOfAtom = (atom: Atom): number => {
    const text = JSON.stringify(writeAtom(atom));
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  const lines = rules.map((clauses) => clauses.map((clause) => clause.map(numberOfAtom).join(',')).join(';'));
  return { atoms: `[${[...numbers.keys()].join(',')}]`, lines };
}

function writeAtom(atom: Atom): readonly unknown[] {
  switch (atom.kind) {
    case 'present':
      return ['present', atom.field];
    case 'number':
      return ['number', atom.field, writeNumber(atom.value)];
    default:
      return [atom.kind, atom.field, atom.text];
  }
}

/**
 * Gives the clauses of a rule by its number, read when they are asked for; clauses that ask for the same share one
 * atom. Throws `KeptFault` and `SyntaxError`, also when asked.
 */
export function readClauses({ atoms, lines }: KeptClauses): (index: number) => readonly Clause[] {
  const kept = listOf(JSON.parse(atoms));
  const made: (Atom | undefined)[] = [];
  const atomOf = (text: string): Atom => {
    const number = Number(text);
    const atom = made[number] ?? readAtom(kept[number]);
    made[number] = atom;
    return atom;
  };
  return (index) => {
    const line = lines[index] ?? faulty();
    return line === '' ? [] : line.split(';').map((clause) => clause.split(',').map(atomOf));
  };
}

function readAtom(kept: unknown): Atom {
  const [kind, written, value] = listOf(kept);
  const field = written === null ? null : textOf(written);
  if (kind === 'present') return { kind, field: field ?? faulty() };
  if (kind === 'number') return { kind, field, value: numberOf(value) };
  const text = oneOf(kind, TEXTS);
  return { kind: text, field, text: textOf(value) };
}
