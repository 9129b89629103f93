import {
  type Code,
  either,
  i32,
  i64,
  type Local,
  type MakeLocal,
  type ModuleAssembly,
  returnIf,
  set,
  when,
  whileDo,
} from '@dejfa/match/assembler';
import { defineRunAutomaton } from './decide-automaton-program.ts';
import { defineGlob } from './decide-glob-program.ts';
import {
  ANCHORED,
  ANSWER,
  FOUND,
  GROUP,
  NETWORK,
  PLACE,
  RANGE,
  RANGE_SHIFT,
  REGEX,
  TEST,
  UNDECIDED,
} from './decide-layout.ts';
import { defineTexts, PLACES, type TextPrograms } from './decide-text-program.ts';
import { ANCHOR, KIND, UNSEARCHABLE } from './layout.ts';
import { CHAR, type ValuePrograms } from './value-program.ts';

/** Sets the bit by which ASCII letters in either case are equal; other bytes are merely thrown together. */
const FOLD = 0x20202020;

/** Whether a value answers a group of tests, of which one is enough. `find` looks up the place of another field. */
export type AskGroup = (values: {
  readonly group: Code<'i32'>;
  readonly start: Code<'i32'>;
  readonly end: Code<'i32'>;
  readonly kind: Code<'i32'>;
}) => Code<'i32'>;

/** Finds the value of a field of the line at hand, by its place. */
export type FindPlace = (values: { readonly place: Code<'i32'> }) => Code<'none'>;

const RANGE_OF_VALUE = { start: 'i32', end: 'i32' } as const;
const GROUP_PARAMETERS = { group: 'i32', ...RANGE_OF_VALUE } as const;

/** Adds a function that puts a group of tests to one value that is searchable as it stands. */
export function defineAskGroup(
  module: ModuleAssembly,
  values: ValuePrograms,
  findPlace: FindPlace,
): AskGroup {
  const texts = defineTexts(module);
  const anchored = defineAnchored(module, texts);
  const contains = defineContains(module, texts);
  const globs = defineGlobs(module, texts);
  const regexes = defineRegexes(module, contains);
  const ranges = defineRanges(module, values);
  const networks = defineNetworks(module);
  const hasColon = defineHasColon(module);
  const parameters = { ...GROUP_PARAMETERS, kind: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ group, start, end, kind }, local) => {
    const test = local('i32');
    const answer = local('i32');
    const first = local('i32');
    const other = local('i32');
    const is = (wanted: keyof typeof TEST) => i32.eq(test, TEST[wanted]);
    const looksNumeric = i32.ltU(i32.sub(first, 0x2b), 0x0f);
    const isPlainNumber = i32.eq(values.number({ at: start }), i32.shl(end, 1));
    const mayBeNumber = i32.and(i32.and(kind, KIND.string), looksNumeric);
    const answerAs = (wanted: keyof typeof TEST, given: Code<'i32'> | number) => returnIf(is(wanted), given);
    return {
      steps: [
        set(test, i32.load(group)),
        answerAs('contains', contains({ group, start, end })),
        returnIf(i32.leU(test, TEST.equals), anchored({ group, start, end, anchors: test })),
        when(is('number'), [
          set(answer, anchored({ group, start, end, anchors: ANCHOR.start | ANCHOR.end })),
          set(first, i32.load8U(start)),
          // A text such as "04625" or "+1" is a number, too, and written in other digits than a rule's.
          when(i32.and(mayBeNumber, i32.eq(answer, ANSWER.false)), [
            returnIf(i32.eqz(isPlainNumber), ANSWER.unknown),
          ]),
          returnIf(1, answer),
        ]),
        answerAs('glob', globs({ group, start, end })),
        answerAs('regex', regexes({ group, start, end })),
        answerAs('range', ranges({ group, start, end })),
        answerAs('network', networks({ group, start, end })),
        // An address with colons may be in a network of such; nothing else is.
        answerAs('wideNetwork', i32.add(hasColon({ start, end }), ANSWER.false)),
        answerAs('anything', ANSWER.true),
        when(is('reference'), [
          set(other, i32.load(group, GROUP.bytes)),
          findPlace({ place: other }),
          set(kind, i32.load(other, PLACE.kind)),
          returnIf(i32.eqz(i32.and(kind, -1 ^ KIND.null)), ANSWER.false),
        ]),
      ],
      result: ANSWER.unknown,
    };
  });
}

/** What goes through the entries of a group. */
function makeEntries(group: Local<'i32'>, local: MakeLocal) {
  const entry = local('i32');
  const behind = local('i32');
  return {
    entry,
    each: (bytes: number, steps: readonly Code<'none'>[]) => [
      set(entry, i32.add(group, GROUP.bytes)),
      set(behind, i32.add(entry, i32.load(group, GROUP.size))),
      whileDo(i32.ltU(entry, behind), [...steps, set(entry, i32.add(entry, bytes))]),
    ],
  };
}

/** Texts at one end or both: most of them differ in the four bytes there. */
function defineAnchored(module: ModuleAssembly, { isAt, isWhole }: TextPrograms) {
  const parameters = { ...GROUP_PARAMETERS, anchors: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ group, start, end, anchors }, local) => {
    const { entry, each } = makeEntries(group, local);
    const quick = local('i32');
    const wanted = local('i32');
    const place = local('i32');
    const answer = local('i32');
    const atStart = i32.and(anchors, ANCHOR.start);
    const length = i32.sub(end, start);
    const isWhole2 = i32.eq(anchors, ANCHOR.start | ANCHOR.end);
    const isQuick = i32.eq(i32.and(quick, i32.load(entry, ANCHORED.mask)), i32.load(entry, ANCHORED.quick));
    const fits = i32.and(i32.leU(wanted, length), i32.or(i32.eqz(isWhole2), i32.eq(wanted, length)));
    const chars = i32.load(entry, ANCHORED.chars);
    const fold = i32.load(group, GROUP.fold);
    const compare = [
      either(atStart, [set(place, start)], [set(place, i32.sub(end, wanted))]),
      when(isAt({ chars, length: wanted, place, fold }), [
        returnIf(atStart, ANSWER.true),
        set(wanted, isWhole({ place })),
        returnIf(i32.eq(wanted, ANSWER.true), ANSWER.true),
        set(answer, i32.or(answer, wanted)),
      ]),
    ];
    return {
      steps: [
        set(answer, ANSWER.false),
        either(atStart, [set(quick, i32.load(start))], [set(quick, i32.load(i32.sub(end, 4)))]),
        set(quick, i32.or(quick, FOLD)),
        ...each(ANCHORED.bytes, [
          when(isQuick, [set(wanted, i32.load(entry, ANCHORED.length)), when(fits, compare)]),
        ]),
      ],
      result: answer,
    };
  });
}

function defineContains(module: ModuleAssembly, { find }: TextPrograms) {
  return module.define({ parameters: GROUP_PARAMETERS, result: 'i32' }, ({ group, start, end }, local) => {
    const { entry, each } = makeEntries(group, local);
    const place = local('i32');
    const answer = local('i32');
    const fold = i32.load(group, GROUP.fold);
    return {
      steps: [
        set(answer, ANSWER.false),
        ...each(FOUND.bytes, [
          set(place, find({ text: entry, fold, from: start, end })),
          returnIf(i32.gtU(place, PLACES.unknown), ANSWER.true),
          when(place, [set(answer, ANSWER.unknown)]),
        ]),
      ],
      result: answer,
    };
  });
}

/** Each entry is the address of a pattern. */
function defineGlobs(module: ModuleAssembly, texts: TextPrograms) {
  const fits = defineGlob(module, texts);
  return module.define({ parameters: GROUP_PARAMETERS, result: 'i32' }, ({ group, start, end }, local) => {
    const { entry, each } = makeEntries(group, local);
    const one = local('i32');
    const answer = local('i32');
    return {
      steps: [
        set(answer, ANSWER.false),
        ...each(4, [
          set(one, fits({ glob: i32.load(entry), start, end, fold: i32.load(group, GROUP.fold) })),
          returnIf(i32.eq(one, ANSWER.true), ANSWER.true),
          set(answer, i32.or(answer, one)),
        ]),
      ],
      result: answer,
    };
  });
}

/** An expression is asked only where one of the texts is found that its matches must have. */
function defineRegexes(module: ModuleAssembly, contains: ReturnType<typeof defineContains>) {
  const run = defineRunAutomaton(module);
  return module.define({ parameters: GROUP_PARAMETERS, result: 'i32' }, ({ group, start, end }, local) => {
    const { entry, each } = makeEntries(group, local);
    const texts = local('i32');
    const automaton = local('i32');
    const one = local('i32');
    const answer = local('i32');
    return {
      steps: [
        set(answer, ANSWER.false),
        ...each(REGEX.bytes, [
          set(texts, i32.load(entry, REGEX.texts)),
          set(one, ANSWER.true),
          when(texts, [set(one, contains({ group: texts, start, end }))]),
          when(i32.ne(one, ANSWER.false), [
            set(automaton, i32.load(i32.load(entry, REGEX.automaton))),
            either(automaton, [set(one, run({ automaton, start, end }))], [set(one, ANSWER.unknown)]),
          ]),
          returnIf(i32.eq(one, ANSWER.true), ANSWER.true),
          set(answer, i32.or(answer, one)),
        ]),
      ],
      result: answer,
    };
  });
}

/** Only whole numbers written as `String` writes them are compared; what looks like no number is none. */
function defineRanges(module: ModuleAssembly, values: ValuePrograms) {
  return module.define({ parameters: GROUP_PARAMETERS, result: 'i32' }, ({ group, start, end }, local) => {
    const { entry, each } = makeEntries(group, local);
    const byte = local('i32');
    const isNegative = local('i32');
    const value = local('i64');
    const bound = local('i64');
    const isDigit = i32.ltU(i32.sub(byte, CHAR.zero), 10);
    const looksNumeric = i32.ltU(i32.sub(byte, 0x2b), 0x0f);
    const readByte = set(byte, i32.load8U(start));
    const shift = i64.shl(i64.extendI32U(1), Math.log2(RANGE_SHIFT));
    return {
      steps: [
        readByte,
        returnIf(i32.or(i32.eqz(looksNumeric), i32.eq(start, end)), ANSWER.false),
        returnIf(i32.ne(values.number({ at: start }), i32.shl(end, 1)), ANSWER.unknown),
        set(isNegative, i32.eq(byte, CHAR.minus)),
        set(start, i32.add(start, isNegative)),
        readByte,
        whileDo(isDigit, [
          set(value, i64.add(i64.mul(value, 10), i64.extendI32U(i32.sub(byte, CHAR.zero)))),
          set(start, i32.add(start, 1)),
          readByte,
        ]),
        returnIf(i32.ne(start, end), ANSWER.unknown),
        when(isNegative, [set(value, i64.mul(value, -1))]),
        set(value, i64.add(value, shift)),
        ...each(RANGE.bytes, [
          set(
            bound,
            i64.or(
              i64.shl(i64.extendI32U(i32.load(entry, RANGE.high)), 32),
              i64.extendI32U(i32.load(entry, RANGE.low)),
            ),
          ),
          either(
            i32.load(entry, RANGE.isBelow),
            [returnIf(i64.gtU(bound, value), ANSWER.true)],
            [returnIf(i64.gtU(value, bound), ANSWER.true)],
          ),
        ]),
      ],
      result: ANSWER.false,
    };
  });
}

/** Four numbers of up to three digits, and up to 255, with points between them. */
function defineNetworks(module: ModuleAssembly) {
  return module.define({ parameters: GROUP_PARAMETERS, result: 'i32' }, ({ group, start, end }, local) => {
    const { entry, each } = makeEntries(group, local);
    const address = local('i32');
    const parts = local('i32');
    const digits = local('i32');
    const part = local('i32');
    const digit = local('i32');
    const readDigit = set(digit, i32.sub(i32.load8U(start), CHAR.zero));
    const isDigit = i32.and(i32.ltU(digit, 10), i32.ltU(start, end));
    return {
      steps: [
        whileDo(i32.ltU(parts, 4), [
          when(parts, [
            returnIf(i32.ne(i32.load8U(start), CHAR.point), ANSWER.false),
            set(start, i32.add(start, 1)),
          ]),
          set(part, 0),
          set(digits, 0),
          readDigit,
          whileDo(isDigit, [
            set(part, i32.add(i32.mul(part, 10), digit)),
            set(digits, i32.add(digits, 1)),
            returnIf(i32.gtU(digits, 3), ANSWER.false),
            set(start, i32.add(start, 1)),
            readDigit,
          ]),
          returnIf(i32.or(i32.eqz(digits), i32.gtU(part, 255)), ANSWER.false),
          set(address, i32.or(i32.shl(address, 8), part)),
          set(parts, i32.add(parts, 1)),
        ]),
        returnIf(i32.ne(start, end), ANSWER.false),
        ...each(NETWORK.bytes, [
          returnIf(
            i32.eq(i32.and(address, i32.load(entry, NETWORK.mask)), i32.load(entry, NETWORK.address)),
            ANSWER.true,
          ),
        ]),
      ],
      result: ANSWER.false,
    };
  });
}

function defineHasColon(module: ModuleAssembly) {
  return module.define({ parameters: RANGE_OF_VALUE, result: 'i32' }, ({ start, end }) => ({
    steps: [
      whileDo(i32.ltU(start, end), [
        returnIf(i32.eq(i32.load8U(start), CHAR.colon), 1),
        set(start, i32.add(start, 1)),
      ]),
    ],
    result: 0,
  }));
}

/** Kinds of values that are not to be looked at. */
export const UNKNOWABLE = UNSEARCHABLE | UNDECIDED;
