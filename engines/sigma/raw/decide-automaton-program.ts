import {
  type Code,
  either,
  i32,
  type ModuleAssembly,
  returnIf,
  set,
  when,
  whileDo,
} from '@dejfa/match/assembler';
import { ANSWER, AUTOMATON, AUTOMATON_STATES } from './decide-layout.ts';
import { CHAR } from './value-program.ts';

/** What stands behind a backslash, and the character that both are (RFC 8259, section 7). */
const ESCAPES = [
  ['n', CHAR.newline],
  ['r', CHAR.return],
  ['t', CHAR.tab],
  ['b', 0x08],
  ['f', 0x0c],
] as const;

/** Runs an automaton over a value; gives an answer. */
export type RunAutomaton = (values: {
  readonly automaton: Code<'i32'>;
  readonly start: Code<'i32'>;
  readonly end: Code<'i32'>;
}) => Code<'i32'>;

/** Adds the function to a module. Characters beyond ASCII leave the answer unknown, unless there was a match before. */
export function defineRunAutomaton(module: ModuleAssembly): RunAutomaton {
  const parameters = { automaton: 'i32', start: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ automaton, start, end }, local) => {
    const rows = local('i32');
    const rowBytes = local('i32');
    const state = local('i32');
    const symbol = local('i32');
    const byte = local('i32');
    const row = i32.add(rows, i32.mul(i32.sub(state, AUTOMATON_STATES.first), rowBytes));
    const take = [
      set(state, i32.load16U(i32.add(row, i32.shl(symbol, 1)))),
      returnIf(i32.eq(state, AUTOMATON_STATES.match), ANSWER.true),
      returnIf(i32.eq(state, AUTOMATON_STATES.unknown), ANSWER.unknown),
    ];
    const readEscape = [
      set(byte, i32.load8U(start)),
      set(start, i32.add(start, 1)),
      ...ESCAPES.map(([letter, char]) => when(i32.eq(byte, letter.charCodeAt(0)), [set(byte, char)])),
    ];
    return {
      steps: [
        set(rows, i32.add(automaton, AUTOMATON.rows)),
        set(rowBytes, i32.load(automaton, AUTOMATON.rowBytes)),
        set(state, AUTOMATON_STATES.first),
        whileDo(i32.ltU(start, end), [
          set(byte, i32.load8U(start)),
          set(start, i32.add(start, 1)),
          returnIf(i32.geU(byte, 0x80), ANSWER.unknown),
          when(i32.eq(byte, CHAR.backslash), readEscape),
          // The symbols of a last line feed, and of the end, are the last two of a row.
          either(
            i32.and(i32.eq(byte, CHAR.newline), i32.eq(start, end)),
            [set(symbol, i32.sub(i32.shrU(rowBytes, 1), 2))],
            [set(symbol, i32.load8U(i32.add(automaton, byte), AUTOMATON.symbols))],
          ),
          ...take,
        ]),
        set(symbol, i32.sub(i32.shrU(rowBytes, 1), 1)),
        ...take,
      ],
      result: ANSWER.false,
    };
  });
}
