import type { RegexTest } from '../ast/value-test.ts';
import { automatonOf, type RegexAutomaton, type RegexState } from '../regex/matcher.ts';
import { AUTOMATON, AUTOMATON_STATES } from './decide-layout.ts';
import type { ScanMemory } from './scan-memory.ts';

/** Below the number of states that an automaton itself remembers. */
const STATE_LIMIT = 250;

const ASCII = 128;
const NEWLINE = 10;

/**
 * The automaton of an expression as a table in the memory of the scan, over the symbols of ASCII characters. Of its states
 * those are worked out that texts have come to: what the table does not say is unknown there.
 */
export class LearntAutomaton {
  readonly address: number;
  readonly #memory: ScanMemory;
  readonly #automaton: RegexAutomaton;
  /** Those of the characters, of a line feed at the end, and of the end. */
  readonly #symbols: readonly number[];
  readonly #symbolOf: readonly number[];
  readonly #states: RegexState[];
  readonly #numberOf = new Map<RegexState, number>();

  constructor(memory: ScanMemory, test: RegexTest) {
    this.#memory = memory;
    this.#automaton = automatonOf(test);
    const { alphabet, start } = this.#automaton;
    const numbers = new Map<number, number>();
    this.#symbolOf = Array.from({ length: ASCII }, (_, unit) => {
      const symbol = alphabet.symbolOf(unit);
      const number = numbers.get(symbol) ?? numbers.size;
      numbers.set(symbol, number);
      return number;
    });
    this.#symbols = [...numbers.keys(), alphabet.size, alphabet.size + 1];
    this.#states = [start];
    this.#numberOf.set(start, AUTOMATON_STATES.first);
    this.address = memory.allot(AUTOMATON.rows + STATE_LIMIT * this.#rowBytes);
    memory.write(this.address + AUTOMATON.rowBytes, this.#rowBytes);
    memory.bytes.set(this.#symbolOf, this.address + AUTOMATON.symbols);
  }

  get #rowBytes(): number {
    return this.#symbols.length * 2;
  }

  /** Works out what a text comes to, up to the first character beyond ASCII. */
  learn(text: string): void {
    const last = text.length - 1;
    let state: number = AUTOMATON_STATES.first;
    for (let index = 0; index <= last && state >= AUTOMATON_STATES.first; index += 1) {
      const unit = text.charCodeAt(index);
      if (unit >= ASCII) return;
      const isFinal = unit === NEWLINE && index === last;
      state = this.#next(state, isFinal ? this.#symbols.length - 2 : (this.#symbolOf[unit] ?? 0));
    }
    if (state >= AUTOMATON_STATES.first) this.#next(state, this.#symbols.length - 1);
  }

  #next(state: number, symbol: number): number {
    const row = this.address + AUTOMATON.rows + (state - AUTOMATON_STATES.first) * this.#rowBytes;
    const cell = row + symbol * 2;
    const known = this.#memory.bytes.readUInt16LE(cell);
    if (known !== AUTOMATON_STATES.unknown) return known;
    const from = this.#states[state - AUTOMATON_STATES.first] ?? this.#automaton.start;
    const next = this.#automaton.next(from, this.#symbols[symbol] ?? 0);
    const number = next === 'match' ? AUTOMATON_STATES.match : this.#number(next);
    this.#memory.bytes.writeUInt16LE(number, cell);
    return number;
  }

  #number(state: RegexState): number {
    const known = this.#numberOf.get(state);
    if (known !== undefined) return known;
    if (this.#states.length >= STATE_LIMIT) return AUTOMATON_STATES.unknown;
    const number = AUTOMATON_STATES.first - 1 + this.#states.push(state);
    this.#numberOf.set(state, number);
    return number;
  }
}
