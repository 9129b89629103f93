import {
  type Code,
  either,
  i8x16,
  i32,
  type Local,
  type ModuleAssembly,
  returnIf,
  set,
  when,
  whileDo,
} from '@dejfa/match/assembler';
import { KIND, PLAN, SPAN } from './layout.ts';
import { CHAR } from './value-program.ts';

/** Reads a line from its first byte on; gives the address of its newline, 0 for what is to be left to the plain engine. */
export type ReadLine = (values: { readonly at: Code<'i32'> | number }) => Code<'i32'>;

/** Escapes of two characters that `JSON.stringify` writes (ECMAScript, QuoteJSONString). */
const PAIRS = [...'"\\bfnrt'].map((char) => char.charCodeAt(0));
/** The letters behind the backslash for control characters, by their code. */
const CONTROL_LETTERS = [
  [0x08, 0x62],
  [0x09, 0x74],
  [0x0a, 0x6e],
  [0x0c, 0x66],
  [0x0d, 0x72],
] as const;
const U = 0x75;
/** `\u` and `\u00` as numbers, the first byte lowest. */
const ESCAPE = 0x755c;
const ESCAPE_00 = 0x3030755c;

/**
 * Reads a line; one with escapes that `JSON.stringify` does not write is written anew as it would, and read again from
 * there, so that whatever is looked for stands in it as such. `PLAN.readStart` and `readEnd` say where the text is.
 */
export function defineReadCleanly(module: ModuleAssembly, readLine: ReadLine): ReadLine {
  const clean = defineClean(module);
  return module.define({ parameters: { at: 'i32' }, result: 'i32' }, ({ at }, local) => {
    const behind = local('i32');
    const read = local('i32');
    const count = local('i32');
    const span = i32.mul(i32.load(i32.shl(count, 2), PLAN.set), SPAN.bytes);
    const forgetSpans = [
      set(count, i32.load(PLAN.setCount)),
      whileDo(count, [
        set(count, i32.sub(count, 1)),
        i32.store({ address: span, offset: PLAN.spans + SPAN.line, value: 0 }),
      ]),
    ];
    return {
      steps: [
        i32.store({ address: PLAN.readStart, value: at }),
        set(behind, readLine({ at })),
        i32.store({ address: PLAN.readEnd, value: behind }),
        returnIf(i32.eqz(behind), 0),
        when(i32.and(i32.load(PLAN.odd), KIND.oddEscape), [
          ...forgetSpans,
          returnIf(i32.eqz(clean({ from: at, end: behind })), 0),
          set(read, readLine({ at: PLAN.clean })),
          returnIf(i32.eqz(read), 0),
          i32.store({ address: PLAN.readStart, value: PLAN.clean }),
          i32.store({ address: PLAN.readEnd, value: read }),
        ]),
      ],
      result: behind,
    };
  });
}

/** Writes a line with the escapes of `JSON.stringify`, a newline behind it; 0 where an escape is none of JSON. */
function defineClean(module: ModuleAssembly) {
  const cleanUnit = defineCleanUnit(module);
  const parameters = { from: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ from, end }, local) => {
    const to = local('i32');
    const slashes = local('i32');
    const char = local('i32');
    const block = local('v128');
    const slash = local('v128');
    const onward = (bytes: Code<'i32'> | number) => [
      set(from, i32.add(from, bytes)),
      set(to, i32.add(to, bytes)),
    ];
    const isPair = PAIRS.map((pair) => i32.eq(char, pair)).reduce((one, other) => i32.or(one, other));
    const cleanEscape = [
      set(char, i32.load8U(from, 1)),
      either(
        i32.eq(char, U),
        [
          set(to, cleanUnit({ from, to })),
          returnIf(i32.eqz(to), 0),
          // It says by the lowest bit whether it has read the second half of a pair, too.
          set(from, i32.add(from, i32.add(6, i32.mul(i32.and(to, 1), 6)))),
          set(to, i32.shrU(to, 1)),
        ],
        [
          either(
            i32.eq(char, CHAR.slash),
            [
              i32.store8({ address: to, value: CHAR.slash }),
              set(from, i32.add(from, 2)),
              set(to, i32.add(to, 1)),
            ],
            [returnIf(i32.eqz(isPair), 0), i32.store8({ address: to, offset: 1, value: char }), ...onward(2)],
          ),
        ],
      ),
    ];
    return {
      steps: [
        set(slash, i8x16.splat(CHAR.backslash)),
        set(to, PLAN.clean),
        whileDo(i32.ltU(from, end), [
          set(block, i8x16.load(from)),
          i8x16.store({ address: to, value: block }),
          set(slashes, i8x16.bitmask(i8x16.eq(block, slash))),
          either(slashes, [...onward(i32.ctz(slashes)), when(i32.ltU(from, end), cleanEscape)], onward(16)),
        ]),
        i32.store8({ address: i32.sub(to, i32.sub(from, end)), value: CHAR.newline }),
      ],
      result: 1,
    };
  });
}

/**
 * Writes what a `\\uXXXX` stands for; gives twice the address behind it, and 1 more if two of them make a character; 0
 * where the digits are none. Writes up to 16 bytes: those behind are written over.
 */
function defineCleanUnit(module: ModuleAssembly) {
  const unitOf = defineUnitOf(module);
  const parameters = { from: 'i32', to: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ from, to }, local) => {
    const unit = local('i32');
    const second = local('i32');
    const bytes = local('i32');
    const answer = (length: number, isPair = 0) => i32.or(i32.shl(i32.add(to, length), 1), isPair);
    const write = (value: Code<'i32'>) => i32.store({ address: to, value });
    const tail = (shift: number) => i32.or(0x80, i32.and(i32.shrU(unit, shift), 0x3f));
    const returnPair = (letter: Code<'i32'> | number) => [
      write(i32.or(CHAR.backslash, i32.shl(letter, 8))),
      returnIf(1, answer(2)),
    ];
    const isHalf = (half: Local<'i32'>, first: number) => i32.eq(i32.and(half, 0xfc00), first);
    const makePair = [
      set(second, unitOf({ at: i32.add(from, 6) })),
      when(isHalf(second, 0xdc00), [
        set(unit, i32.add(0x10000, i32.or(i32.shl(i32.and(unit, 0x3ff), 10), i32.and(second, 0x3ff)))),
        set(bytes, i32.or(0xf0, i32.or(i32.shrU(unit, 18), i32.shl(tail(12), 8)))),
        write(i32.or(bytes, i32.or(i32.shl(tail(6), 16), i32.shl(tail(0), 24)))),
        returnIf(1, answer(4, 1)),
      ]),
    ];
    const lowerHex = (shift: number) => hexDigit(i32.and(i32.shrU(unit, shift), 15));
    const twoDigits = (shift: number) => i32.or(lowerHex(shift + 4), i32.shl(lowerHex(shift), 8));
    return {
      steps: [
        set(unit, unitOf({ at: from })),
        returnIf(i32.gtU(unit, 0xffff), 0),
        when(i32.ltU(unit, 0x20), [
          ...CONTROL_LETTERS.map(([code, letter]) => when(i32.eq(unit, code), returnPair(letter))),
          write(i32.or(ESCAPE_00, 0)),
          i32.store({ address: to, offset: 4, value: twoDigits(0) }),
          returnIf(1, answer(6)),
        ]),
        when(i32.or(i32.eq(unit, CHAR.quote), i32.eq(unit, CHAR.backslash)), returnPair(unit)),
        when(i32.ltU(unit, 0x80), [write(unit), returnIf(1, answer(1))]),
        when(i32.ltU(unit, 0x800), [
          write(i32.or(i32.or(0xc0, i32.shrU(unit, 6)), i32.shl(tail(0), 8))),
          returnIf(1, answer(2)),
        ]),
        when(isHalf(unit, 0xd800), makePair),
        when(i32.eq(i32.and(unit, 0xf800), 0xd800), [
          write(i32.or(ESCAPE, i32.shl(twoDigits(8), 16))),
          i32.store({ address: to, offset: 4, value: twoDigits(0) }),
          returnIf(1, answer(6)),
        ]),
        set(bytes, i32.or(i32.or(0xe0, i32.shrU(unit, 12)), i32.shl(tail(6), 8))),
        write(i32.or(bytes, i32.shl(tail(0), 16))),
      ],
      result: answer(3),
    };
  });
}

/** The lower-case digit of a number below 16. */
function hexDigit(value: Code<'i32'>): Code<'i32'> {
  return i32.add(i32.add(value, 0x30), i32.mul(i32.gtU(value, 9), 0x61 - 0x3a));
}

/** The code unit of a `\\uXXXX`; above 65,535 for what is none. */
function defineUnitOf(module: ModuleAssembly) {
  return module.define({ parameters: { at: 'i32' }, result: 'i32' }, ({ at }, local) => {
    const end = local('i32');
    const digit = local('i32');
    const unit = local('i32');
    const none = 0x10000;
    return {
      steps: [
        returnIf(i32.ne(i32.load16U(at), ESCAPE), none),
        set(at, i32.add(at, 2)),
        set(end, i32.add(at, 4)),
        whileDo(i32.ltU(at, end), [
          set(digit, i32.sub(i32.load8U(at), CHAR.zero)),
          when(i32.gtU(digit, 9), [
            set(digit, i32.sub(i32.or(i32.load8U(at), 0x20), 0x61)),
            returnIf(i32.gtU(digit, 5), none),
            set(digit, i32.add(digit, 10)),
          ]),
          set(unit, i32.or(i32.shl(unit, 4), digit)),
          set(at, i32.add(at, 1)),
        ]),
      ],
      result: unit,
    };
  });
}
