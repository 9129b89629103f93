import { createLiteralSet, type LiteralSet } from '@dejfa/match';
import type { Operator } from '../operators/index.ts';
import type { Variable } from '../transaction/variable.ts';
import { TRANSFORMATIONS } from '../transformations/index.ts';
import { formOf, type Pipeline } from './pipeline.ts';

/** A set of operator numbers, one bit each: those that may match a value. The others do not match it. */
export type Candidates = Int32Array;

/** Whether operator `number` is in the set. */
export function isCandidate(candidates: Candidates, number: number): boolean {
  return ((candidates[number >> 5] ?? 0) & (1 << (number & 31))) !== 0;
}

/** Adds the members of `source` to `target`. */
export function addCandidates(target: Candidates, source: Candidates): void {
  for (let word = 0; word < source.length; word += 1)
    target[word] = (target[word] ?? 0) | (source[word] ?? 0);
}

/** The searcher that is made of all literals once every operator is there. */
interface Searcher {
  readonly literals: LiteralSet;
  /** By literal: the operators that it makes candidates. */
  readonly candidates: readonly Candidates[];
  readonly none: Candidates;
}

/**
 * Finds, in one pass over a value, the operators whose required literals it holds. An operator gets a number when
 * it is added; all are added before the first search. Shared by all transactions, and changes no more by then.
 */
export class Prefilter {
  readonly #operatorsOf = new Map<string, number[]>();
  #count = 0;
  #searcher: Searcher | null = null;

  /** The operator's number; -1 when it has no literals and must always be run. */
  add(operator: Operator): number {
    if (operator.literals === undefined) return -1;
    const number = this.#count++;
    for (const literal of operator.literals) {
      const key = literal.toLowerCase();
      const operators = this.#operatorsOf.get(key);
      if (operators === undefined) this.#operatorsOf.set(key, [number]);
      else operators.push(number);
    }
    return number;
  }

  /** The empty set; the same object each time, and not to be written. */
  get none(): Candidates {
    return this.#ready().none;
  }

  /** A set of its own for `addCandidates`. */
  emptyCandidates(): Candidates {
    return new Int32Array(this.none.length);
  }

  /** Operators that may match the variable's value after the pipeline; kept with the variable. */
  candidates(variable: Variable, pipeline: Pipeline): Candidates {
    const kept = variable.candidates[pipeline.id];
    if (kept !== undefined) return kept;
    const { parent } = pipeline;
    const text = formOf(variable, pipeline);
    // The search ignores case, so that a lower-cased value has the candidates of the value before.
    const isSame =
      parent !== null && (pipeline.apply === TRANSFORMATIONS.lowercase || formOf(variable, parent) === text);
    const found = isSame ? this.candidates(variable, parent) : this.#search(text);
    variable.candidates[pipeline.id] = found;
    return found;
  }

  #search(text: string): Candidates {
    const { literals, candidates, none } = this.#ready();
    const present = literals.findAll(text);
    if (present.size === 0) return none;
    const found = this.emptyCandidates();
    for (const literal of present) addCandidates(found, candidates[literal] ?? none);
    return found;
  }

  #ready(): Searcher {
    if (this.#searcher !== null) return this.#searcher;
    const words = (this.#count + 31) >> 5;
    const candidates = [...this.#operatorsOf.values()].map((operators) => {
      const set = new Int32Array(words);
      for (const number of operators) set[number >> 5] = (set[number >> 5] ?? 0) | (1 << (number & 31));
      return set;
    });
    const literals = createLiteralSet([...this.#operatorsOf.keys()], { ignoreCase: true });
    this.#searcher = { literals, candidates, none: new Int32Array(words) };
    return this.#searcher;
  }
}
