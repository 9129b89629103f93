import type { RegexTest } from '../ast/value-test.ts';
import { type Alphabet, buildAlphabet } from './alphabet.ts';
import type { Assertion } from './ast.ts';
import { holds, WORDS } from './char-set.ts';
import { parseRegex } from './parse.ts';
import { compileProgram, type RegexProgram } from './program.ts';

/** Answers whether an expression matches anywhere in a text, in time linear in the text's length. */
export interface RegexMatcher {
  matches(text: string): boolean;
}

/** Throws `RegexError`; expressions that passed `checkRegex` do not. */
export function compileRegex(test: Pick<RegexTest, 'source' | 'flags'>): RegexMatcher {
  return new LazyAutomaton(compileProgram(parseRegex(test)));
}

/** The automaton of an expression, for those who run it on something else than strings. */
export interface RegexAutomaton {
  readonly alphabet: Alphabet;
  readonly start: RegexState;
  /**
   * What a state comes to with a symbol of the alphabet; `size` stands for a line feed at the end, one more for the end.
   * A few hundred states are remembered at a time: beyond that equal ones may be different objects.
   */
  next(state: RegexState, symbol: number): RegexState | 'match';
}

/** Throws `RegexError`, as {@link compileRegex} does. */
export function automatonOf(test: Pick<RegexTest, 'source' | 'flags'>): RegexAutomaton {
  return new LazyAutomaton(compileProgram(parseRegex(test)));
}

/** What came before a position, as far as assertions care. */
type Before = 'start' | 'newline' | 'word' | 'other';

/** Where an automaton stands after some characters. */
export interface RegexState {
  readonly before: Before;
  /** Positions in the program that wait for the next character, before empty steps are followed. */
  readonly waiting: readonly number[];
  /** By symbol; undefined where it was not computed yet. */
  readonly next: (RegexState | 'match' | undefined)[];
}

const STATE_LIMIT = 500;
const NEWLINE_UNIT = 10;

/**
 * A deterministic automaton whose states are made when a text first needs them. When there are too many they are all
 * forgotten, which bounds memory; each character then costs at most one pass over the program.
 */
class LazyAutomaton implements RegexMatcher, RegexAutomaton {
  readonly alphabet: Alphabet;
  readonly #program: RegexProgram;
  readonly #kinds: readonly Before[];
  #states = new Map<string, RegexState>();
  #start: RegexState;

  constructor(program: RegexProgram) {
    this.#program = program;
    this.alphabet = buildAlphabet(program);
    // Without assertions nothing depends on what came before.
    const asserts = program.instructions.some(({ kind }) => kind === 'assert');
    this.#kinds = this.alphabet.samples.map((unit) => (asserts ? kindOf(unit) : 'other'));
    this.#start = this.#intern('start', []);
  }

  get start(): RegexState {
    return this.#start;
  }

  next(state: RegexState, symbol: number): RegexState | 'match' {
    return state.next[symbol] ?? this.#step(state, symbol);
  }

  matches(text: string): boolean {
    const { size } = this.alphabet;
    const last = text.length - 1;
    let state = this.#start;
    for (let index = 0; index <= last; index += 1) {
      const unit = text.charCodeAt(index);
      const symbol = unit === NEWLINE_UNIT && index === last ? size : this.alphabet.symbolOf(unit);
      const next = this.next(state, symbol);
      if (next === 'match') return true;
      state = next;
    }
    return this.next(state, size + 1) === 'match';
  }

  #step(state: RegexState, symbol: number): RegexState | 'match' {
    const next = this.#compute(state, symbol);
    state.next[symbol] = next;
    return next;
  }

  #compute(state: RegexState, symbol: number): RegexState | 'match' {
    const { size, samples } = this.alphabet;
    const unit = symbol === size ? NEWLINE_UNIT : (samples[symbol] ?? -1);
    const reached = this.#follow(state, symbol);
    if (reached === 'match') return 'match';
    const waiting = new Set<number>();
    for (const position of reached) {
      const instruction = this.#program.instructions[position];
      if (instruction?.kind === 'class' && unit >= 0 && holds(instruction.set, unit)) {
        waiting.add(instruction.next);
      }
    }
    const before = symbol >= size ? kindOf(unit) : (this.#kinds[symbol] ?? 'other');
    return this.#intern(
      before,
      [...waiting].sort((a, b) => a - b),
    );
  }

  /** Follows splits and assertions; the expression may also start here, since it is searched for anywhere. */
  #follow(state: RegexState, symbol: number): ReadonlySet<number> | 'match' {
    const reached = new Set<number>();
    const open = [this.#program.start, ...state.waiting];
    for (let position = open.pop(); position !== undefined; position = open.pop()) {
      if (reached.has(position)) continue;
      reached.add(position);
      const instruction = this.#program.instructions[position];
      if (instruction?.kind === 'match') return 'match';
      if (instruction?.kind === 'split') open.push(...instruction.targets);
      if (instruction?.kind === 'assert' && this.#asserts(instruction.what, state.before, symbol)) {
        open.push(instruction.next);
      }
    }
    return reached;
  }

  #asserts(what: Assertion, before: Before, symbol: number): boolean {
    const { size } = this.alphabet;
    const atEnd = symbol === size + 1;
    const atFinalNewline = symbol === size;
    switch (what) {
      case 'text-start':
        return before === 'start';
      case 'line-start':
        return before === 'start' || before === 'newline';
      case 'text-end':
        return atEnd;
      case 'text-end-or-newline':
        return atEnd || atFinalNewline;
      case 'line-end':
        return atEnd || atFinalNewline || this.#kinds[symbol] === 'newline';
      case 'word-boundary':
        return (before === 'word') !== (this.#kinds[symbol] === 'word');
      case 'not-word-boundary':
        return (before === 'word') === (this.#kinds[symbol] === 'word');
    }
  }

  #intern(before: Before, waiting: readonly number[]): RegexState {
    const key = `${before} ${waiting.join(' ')}`;
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    if (this.#states.size >= STATE_LIMIT) this.#forget();
    const state: RegexState = { before, waiting, next: [] };
    this.#states.set(key, state);
    return state;
  }

  #forget(): void {
    this.#states = new Map();
    this.#start = { before: 'start', waiting: [], next: [] };
    this.#states.set('start ', this.#start);
  }
}

function kindOf(unit: number): Before {
  if (unit === NEWLINE_UNIT) return 'newline';
  return holds(WORDS, unit) ? 'word' : 'other';
}
