import {
  type Code,
  either,
  i32,
  i64,
  type Local,
  type ModuleAssembly,
  returnIf,
  set,
  when,
  whileDo,
} from '@dejfa/match/assembler';
import { KIND, PLAN } from './layout.ts';
import { stringSteps } from './string-steps.ts';

/** Nesting beyond this is left to the plain engine; a bit of 64 stands for each level. */
const DEPTH_LIMIT = 60;

/** Characters of JSON (RFC 8259). */
export const CHAR = {
  tab: 0x09,
  newline: 0x0a,
  return: 0x0d,
  space: 0x20,
  quote: 0x22,
  plus: 0x2b,
  comma: 0x2c,
  minus: 0x2d,
  point: 0x2e,
  slash: 0x2f,
  zero: 0x30,
  colon: 0x3a,
  bracket: 0x5b,
  backslash: 0x5c,
  bracketEnd: 0x5d,
  brace: 0x7b,
  braceEnd: 0x7d,
} as const;

/** Functions that go over one value; each gives 0 for what is no JSON. */
export interface ValuePrograms {
  /** From the first byte of a number: twice the address behind it, and 1 more if it is written in an odd form. */
  readonly number: (values: { readonly at: Code<'i32'> }) => Code<'i32'>;
  /** From the first byte of `true`, `false`, `null` or a number: the address behind it. Odd numbers make the line odd. */
  readonly scalar: (values: { readonly at: Code<'i32'> }) => Code<'i32'>;
  /** From the opening bracket or brace: the address behind the closing one. */
  readonly nested: (values: { readonly at: Code<'i32'> }) => Code<'i32'>;
}

/** Adds the functions to a module. */
export function defineValues(module: ModuleAssembly): ValuePrograms {
  const number = defineNumber(module);
  const scalar = defineScalar(module, number);
  return { number, scalar, nested: defineNested(module, scalar) };
}

/** Goes on over blanks that may stand between tokens; a newline ends the line. */
export function skipBlanks(at: Local<'i32'>, char: Local<'i32'>): readonly Code<'none'>[] {
  const isBlank = i32.and(
    i32.ltU(char, CHAR.space + 1),
    i32.or(i32.eq(char, CHAR.space), i32.or(i32.eq(char, CHAR.tab), i32.eq(char, CHAR.return))),
  );
  return [set(char, i32.load8U(at)), whileDo(isBlank, [set(at, i32.add(at, 1)), set(char, i32.load8U(at))])];
}

/**
 * A number is as `String` writes it if it has no exponent, no zeros at its fraction's end, is no `-0`, not below 0.1
 * with a fraction, and its digits, without the point, make less than 2^51: then no shorter text stands for the same
 * number, because its neighbours in binary are nearer than its last digit.
 */
function defineNumber(module: ModuleAssembly): ValuePrograms['number'] {
  return module.define({ parameters: { at: 'i32' }, result: 'i32' }, ({ at }, local) => {
    const digit = local('i32');
    const isOdd = local('i32');
    const first = local('i32');
    const isNegative = local('i32');
    const value = local('i64');
    const readDigit = set(digit, i32.sub(i32.load8U(at), CHAR.zero));
    const isDigit = i32.ltU(digit, 10);
    const add = set(value, i64.add(i64.mul(value, 10), i64.extendI32U(digit)));
    const onward = [set(at, i32.add(at, 1)), readDigit];
    const readDigits = whileDo(isDigit, [add, ...onward]);
    // Digits beyond the 18th could make the sum wrap around to a small one.
    const isLong = i32.gtU(i32.sub(at, first), 18);
    return {
      steps: [
        when(i32.eq(i32.load8U(at), CHAR.minus), [set(at, i32.add(at, 1)), set(isNegative, 1)]),
        set(first, at),
        readDigit,
        returnIf(i32.geU(digit, 10), 0),
        either(digit, [readDigits], onward),
        when(isNegative, [when(i64.eqz(value), [set(isOdd, 1)])]),
        returnIf(isDigit, 0),
        when(i32.eq(digit, CHAR.point - CHAR.zero), [
          ...onward,
          returnIf(i32.geU(digit, 10), 0),
          when(i64.eqz(value), [when(i32.eqz(digit), [set(isOdd, 1)])]),
          readDigits,
          when(i32.eq(i32.load8U(i32.sub(at, 1)), CHAR.zero), [set(isOdd, 1)]),
        ]),
        set(isOdd, i32.or(isOdd, i32.or(isLong, i64.gtU(value, wide(51))))),
        when(i32.eq(i32.or(i32.load8U(at), 0x20), 0x65), [
          set(isOdd, 1),
          set(at, i32.add(at, 1)),
          set(digit, i32.load8U(at)),
          when(i32.or(i32.eq(digit, CHAR.plus), i32.eq(digit, CHAR.minus)), [set(at, i32.add(at, 1))]),
          readDigit,
          returnIf(i32.geU(digit, 10), 0),
          readDigits,
        ]),
      ],
      result: i32.or(i32.shl(at, 1), isOdd),
    };
  });
}

/** Notes that the line has a value of such a kind. */
export function noteOdd(kind: number): Code<'none'> {
  return i32.store({ address: PLAN.odd, value: i32.or(i32.load(PLAN.odd), kind) });
}

/** 2 to the power of so much. */
function wide(power: number): Code<'i64'> {
  return i64.shl(i64.extendI32U(1), power);
}

/** The words of JSON as the number that four of their bytes make. */
const WORD = { true: 0x65757274, alse: 0x65736c61, null: 0x6c6c756e } as const;

function defineScalar(module: ModuleAssembly, number: ValuePrograms['number']): ValuePrograms['scalar'] {
  return module.define({ parameters: { at: 'i32' }, result: 'i32' }, ({ at }, local) => {
    const found = local('i32');
    const word = i32.load(at);
    return {
      steps: [
        returnIf(i32.or(i32.eq(word, WORD.true), i32.eq(word, WORD.null)), i32.add(at, 4)),
        returnIf(
          i32.and(i32.eq(i32.load8U(at), 0x66), i32.eq(i32.load(i32.add(at, 1)), WORD.alse)),
          i32.add(at, 5),
        ),
        set(found, number({ at })),
        when(i32.and(found, 1), [noteOdd(KIND.oddNumber)]),
      ],
      result: i32.shrU(found, 1),
    };
  });
}

/** What may come next: a value, a value or the end of an empty list, a name, a name or the end, what follows a value. */
const AWAIT = { value: 0, firstValue: 1, name: 2, firstName: 3, more: 4 } as const;

function defineNested(module: ModuleAssembly, scalar: ValuePrograms['scalar']): ValuePrograms['nested'] {
  return module.define({ parameters: { at: 'i32' }, result: 'i32' }, ({ at }, local) => {
    const strings = stringSteps(at, local);
    const char = local('i32');
    const state = local('i32');
    const depth = local('i32');
    const kind = local('i32');
    const bad = local('i32');
    const isEnd = local('i32');
    const go = local('i32');
    /** By level, the innermost lowest: 1 for an object. */
    const objects = local('i64');
    const inObject = i32.and(i32.wrapI64(objects), 1);
    const is = (wanted: number) => i32.eq(char, wanted);
    const onward = set(at, i32.add(at, 1));
    const open = (isObject: 0 | 1, then: number) => [
      set(objects, i64.or(i64.shl(objects, 1), isObject)),
      set(depth, i32.add(depth, 1)),
      returnIf(i32.gtU(depth, DEPTH_LIMIT), 0),
      set(state, then),
      onward,
    ];
    const readString = [
      onward,
      set(kind, 0),
      ...strings.find(kind, bad),
      returnIf(bad, 0),
      when(i32.and(kind, KIND.oddEscape), [noteOdd(KIND.oddEscape)]),
      onward,
    ];
    const readScalar = [set(at, scalar({ at })), returnIf(i32.eqz(at), 0), set(state, AWAIT.more)];
    const value = either(is(CHAR.brace), open(1, AWAIT.firstName), [
      either(is(CHAR.bracket), open(0, AWAIT.firstValue), [
        either(is(CHAR.quote), [...readString, set(state, AWAIT.more)], readScalar),
      ]),
    ]);
    const name = [
      returnIf(i32.ne(char, CHAR.quote), 0),
      ...readString,
      ...skipBlanks(at, char),
      returnIf(i32.ne(char, CHAR.colon), 0),
      onward,
      set(state, AWAIT.value),
    ];
    const more = [
      returnIf(i32.ne(char, CHAR.comma), 0),
      onward,
      either(inObject, [set(state, AWAIT.name)], [set(state, AWAIT.value)]),
    ];
    // The end of a list may come first or behind a value; so the end of an object.
    const endsList = i32.and(
      is(CHAR.bracketEnd),
      i32.and(i32.xor(inObject, 1), mayEnd(state, AWAIT.firstValue)),
    );
    const endsObject = i32.and(is(CHAR.braceEnd), i32.and(inObject, mayEnd(state, AWAIT.firstName)));
    return {
      steps: [
        ...strings.prepare,
        set(char, i32.load8U(at)),
        either(is(CHAR.brace), open(1, AWAIT.firstName), open(0, AWAIT.firstValue)),
        set(go, 1),
        whileDo(go, [
          ...skipBlanks(at, char),
          set(isEnd, i32.or(endsList, endsObject)),
          either(
            isEnd,
            [
              set(objects, i64.shrU(objects, 1)),
              set(depth, i32.sub(depth, 1)),
              set(state, AWAIT.more),
              onward,
              set(go, depth),
            ],
            [either(i32.eq(state, AWAIT.more), more, [either(i32.geU(state, AWAIT.name), name, [value])])],
          ),
        ]),
      ],
      result: at,
    };
  });
}

function mayEnd(state: Local<'i32'>, first: number): Code<'i32'> {
  return i32.or(i32.eq(state, AWAIT.more), i32.eq(state, first));
}
