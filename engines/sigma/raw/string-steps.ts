import {
  type Code,
  either,
  i8x16,
  i16x8,
  i32,
  type Local,
  type MakeLocal,
  set,
  when,
  whileDo,
} from '@dejfa/match/assembler';
import { KIND } from './layout.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LAST_CONTROL = 0x1f;
/** Bytes that are looked at together. */
const BLOCK = 32;
const EVERY_SECOND = 0xaaaaaaaa | 0;
/** Letters behind a backslash as `JSON.stringify` writes them (ECMAScript, QuoteJSONString). */
const PLAIN_ESCAPES = [0x6e, 0x72, 0x74, 0x62, 0x66] as const;

/** By the low half of a byte, in which rows such letters stand, a bit for each row; by the high half, the row's bit. */
const ROWS = [6, 7] as const;
const LETTERS_BY_LOW = Array.from({ length: 16 }, (_, low) =>
  ROWS.reduce(
    (bits, row, index) => bits | (PLAIN_ESCAPES.some((letter) => letter === row * 16 + low) ? 1 << index : 0),
    0,
  ),
);
const ROW_BITS = Array.from({ length: 16 }, (_, high) => (high === 6 ? 1 : high === 7 ? 2 : 0));

/** Finds the end of a string. One set of its local variables serves all places in a function. */
export interface StringSteps {
  /** To be run once before the others, outside of loops. */
  readonly prepare: readonly Code<'none'>[];
  /**
   * Moves `at` from the first byte of a string to its closing quote. `bad` becomes 1 where there is a control
   * character; `kind` gets what is peculiar about its escapes, of which only the kind is judged.
   */
  readonly find: (kind: Local<'i32'>, bad: Local<'i32'>) => readonly Code<'none'>[];
  /** Moves `at` to the first quote, backslash or control character. */
  readonly findStop: readonly Code<'none'>[];
}

/** Steps for a function that has its place in `at`. */
export function stringSteps(at: Local<'i32'>, local: MakeLocal): StringSteps {
  const block = local('v128');
  const further = local('v128');
  const stops = local('i32');
  const quotes = local('i32');
  const slashes = local('i32');
  const carried = local('i32');
  const behind = local('i32');
  const odd = local('i32');
  const escaped = local('i32');
  const below = local('i32');
  const go = local('i32');
  // Vectors of one byte 16 times, made once: in a loop each would be made anew.
  const quote = local('v128');
  const slash = local('v128');
  const control = local('v128');
  const half = local('v128');
  const lettersByLow = local('v128');
  const rowBits = local('v128');
  const prepare = [
    set(quote, i8x16.splat(QUOTE)),
    set(slash, i8x16.splat(BACKSLASH)),
    set(control, i8x16.splat(LAST_CONTROL)),
    set(half, i8x16.splat(0x0f)),
    set(lettersByLow, i8x16.constant(LETTERS_BY_LOW)),
    set(rowBits, i8x16.constant(ROW_BITS)),
  ];
  /** A bit for each of 32 bytes. */
  const bitsOf = (has: (half: Local<'v128'>) => Code<'v128'>) =>
    i32.or(i8x16.bitmask(has(block)), i32.shl(i8x16.bitmask(has(further)), 16));
  const isQuote = (bytes: Local<'v128'>) => i8x16.eq(bytes, quote);
  const isSlash = (bytes: Local<'v128'>) => i8x16.eq(bytes, slash);
  const isControl = (bytes: Local<'v128'>) => i8x16.leU(bytes, control);
  const isStop = (bytes: Local<'v128'>) =>
    i8x16.or(i8x16.or(isQuote(bytes), isSlash(bytes)), isControl(bytes));
  const loadBlock = [set(block, i8x16.load(at)), set(further, i8x16.load(at, 16))];
  const loadStops = [...loadBlock, set(stops, bitsOf(isStop))];
  const findStop = [...loadStops, whileDo(i32.eqz(stops), [set(at, i32.add(at, BLOCK)), ...loadStops])];
  const toStop = set(at, i32.add(at, i32.ctz(stops)));
  const others = i32.and(escaped, i32.xor(i32.or(quotes, slashes), -1));
  const isOtherEscape = (bytes: Local<'v128'>) =>
    i8x16.eq(
      i8x16.and(
        i8x16.swizzleInside(lettersByLow, i8x16.and(bytes, half)),
        i8x16.swizzleInside(rowBits, i8x16.and(i16x8.shrU(bytes, 4), half)),
      ),
      i8x16.splat(0),
    );
  // Which characters are escaped, 32 at a time (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 3.1.1).
  const findEscaped = [
    set(odd, i32.and(slashes, i32.xor(carried, -1))),
    set(behind, i32.or(i32.shl(odd, 1), carried)),
    set(odd, i32.add(i32.and(i32.and(odd, EVERY_SECOND), i32.xor(behind, -1)), odd)),
    set(escaped, i32.and(i32.xor(~EVERY_SECOND, i32.shl(odd, 1)), behind)),
    set(carried, i32.shrU(i32.and(slashes, i32.xor(escaped, -1)), BLOCK - 1)),
  ];
  const readBlock = (kind: Local<'i32'>, bad: Local<'i32'>) => [
    set(quotes, bitsOf(isQuote)),
    set(slashes, bitsOf(isSlash)),
    set(stops, bitsOf(isControl)),
    ...findEscaped,
    set(odd, i32.and(quotes, i32.xor(escaped, -1))),
    set(below, i32.sub(i32.and(odd, i32.sub(0, odd)), 1)),
    when(i32.and(stops, below), [set(bad, 1)]),
    when(i32.and(others, below), [
      when(i32.and(i32.and(others, below), bitsOf(isOtherEscape)), [set(kind, i32.or(kind, KIND.oddEscape))]),
    ]),
    set(go, i32.eqz(i32.or(odd, bad))),
    either(go, [set(at, i32.add(at, BLOCK)), ...loadBlock], [set(at, i32.add(at, i32.ctz(odd)))]),
  ];
  return {
    prepare,
    findStop: [...findStop, toStop],
    find: (kind, bad) => [
      ...findStop,
      either(
        i32.eq(i32.load8U(i32.add(at, i32.ctz(stops))), QUOTE),
        [toStop],
        [
          set(kind, i32.or(kind, KIND.escaped)),
          set(carried, 0),
          set(go, 1),
          whileDo(go, readBlock(kind, bad)),
        ],
      ),
    ],
  };
}
