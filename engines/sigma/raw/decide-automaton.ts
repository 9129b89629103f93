import type { RegexTest } from '../ast/value-test.ts';
import { automatonOf, type RegexAutomaton, type RegexState } from '../regex/matcher.ts';
import { AUTOMATON, AUTOMATON_STATES } from './decide-layout.ts';

/** Steps of automata that are worked out at most; others, and what few texts come to, stay unknown. */
const STEP_LIMIT = 4096;
/** Below the number of states that the automaton remembers. */
const STATE_LIMIT = 400;

const ASCII = 128;

/**
 * The automaton of an expression as a table over the symbols of ASCII characters: bytes of a row, the symbol of each
 * character, then a row for each state, of which the first is the start. The nearest states are worked out first.
 */
export function automatonTable(test: RegexTest): Buffer {
  const automaton = automatonOf(test);
  const { symbols, ofUnit } = asciiSymbols(automaton);
  const rows = rowsOf(automaton, symbols);
  const head = Buffer.alloc(AUTOMATON.rows);
  head.writeInt32LE(symbols.length * 2, AUTOMATON.rowBytes);
  Buffer.from(ofUnit).copy(head, AUTOMATON.symbols);
  return Buffer.concat([head, Buffer.from(Uint16Array.from(rows.flat()).buffer)]);
}

/** Symbols of ASCII characters, numbered anew; then those of a line feed at the end, and of the end. */
function asciiSymbols({ alphabet }: RegexAutomaton) {
  const numbers = new Map<number, number>();
  const ofUnit = Array.from({ length: ASCII }, (_, unit) => {
    const symbol = alphabet.symbolOf(unit);
    const number = numbers.get(symbol) ?? numbers.size;
    numbers.set(symbol, number);
    return number;
  });
  return { ofUnit, symbols: [...numbers.keys(), alphabet.size, alphabet.size + 1] };
}

function rowsOf(automaton: RegexAutomaton, symbols: readonly number[]): readonly (readonly number[])[] {
  const states: RegexState[] = [automaton.start];
  const numberOf = new Map<RegexState, number>([[automaton.start, AUTOMATON_STATES.first]]);
  const rows: number[][] = [];
  for (const state of states) {
    const isOver = rows.length * symbols.length >= STEP_LIMIT;
    rows.push(
      symbols.map((symbol) => {
        if (isOver) return AUTOMATON_STATES.unknown;
        const next = automaton.next(state, symbol);
        if (next === 'match') return AUTOMATON_STATES.match;
        const known = numberOf.get(next);
        if (known !== undefined) return known;
        if (states.length >= STATE_LIMIT) return AUTOMATON_STATES.unknown;
        const number = AUTOMATON_STATES.first + states.length;
        states.push(next);
        numberOf.set(next, number);
        return number;
      }),
    );
  }
  return rows;
}
