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
import { ANSWER, FOUND, GLOB, SEGMENT, TOKEN, TOKENS } from './decide-layout.ts';
import { PLACES, type TextPrograms } from './decide-text-program.ts';
import { ANCHOR } from './layout.ts';

const BACKSLASH = 0x5c;
const HYPHEN = 0x2d;
const SLASH = 0x2f;
/** The first byte of the dashes beyond ASCII in UTF-8, and the other two as one number: U+2013, U+2014, U+2015. */
const WIDE_DASH = { first: 0xe2, rest: [0x9380, 0x9480, 0x9580] } as const;

/** Fits a segment to a value; gives the address where it ends (or begins), 0 for none, 1 for unknown. */
type FitSegment = (values: {
  readonly segment: Code<'i32'>;
  readonly from: Code<'i32'>;
  readonly end: Code<'i32'>;
  readonly fold: Code<'i32'>;
}) => Code<'i32'>;

type FitGlob = (values: {
  readonly glob: Code<'i32'>;
  readonly start: Code<'i32'>;
  readonly end: Code<'i32'>;
  readonly fold: Code<'i32'>;
}) => Code<'i32'>;

const SEGMENT_PARAMETERS = { segment: 'i32', from: 'i32', end: 'i32', fold: 'i32' } as const;

/** Adds a function that fits a pattern to a whole value, as `compileGlob` does: an answer. */
export function defineGlob(module: ModuleAssembly, texts: TextPrograms): FitGlob {
  const fitAt = defineFitAt(module, texts);
  const fitBack = defineFitBack(module, texts);
  const findSegment = defineFindSegment(module, texts, fitAt);
  const parameters = { glob: 'i32', start: 'i32', end: 'i32', fold: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ glob, start, end, fold }, local) => {
    const anchors = local('i32');
    const segment = local('i32');
    const left = local('i32');
    const at = local('i32');
    const isFirst = local('i32');
    const isLast = i32.and(i32.eq(left, 1), i32.shrU(anchors, 1));
    return {
      steps: [
        set(anchors, i32.load(glob, GLOB.anchors)),
        set(left, i32.load(glob, GLOB.segments)),
        set(segment, i32.add(glob, GLOB.bytes)),
        set(at, start),
        set(isFirst, i32.and(anchors, ANCHOR.start)),
        whileDo(left, [
          either(
            isFirst,
            [
              set(at, fitAt({ segment, from: at, end, fold })),
              when(i32.and(isLast, i32.gtU(at, PLACES.unknown)), [returnIf(i32.ne(at, end), ANSWER.false)]),
            ],
            [
              either(
                isLast,
                [set(at, fitBack({ segment, from: at, end, fold }))],
                [set(at, findSegment({ segment, from: at, end, fold }))],
              ),
            ],
          ),
          returnIf(i32.eq(at, PLACES.none), ANSWER.false),
          returnIf(i32.eq(at, PLACES.unknown), ANSWER.unknown),
          set(isFirst, 0),
          set(segment, i32.add(i32.add(segment, SEGMENT.bytes), i32.mul(i32.load(segment), TOKEN.bytes))),
          set(left, i32.sub(left, 1)),
        ]),
      ],
      result: ANSWER.true,
    };
  });
}

/** The segment at a place: the end of it there. */
function defineFitAt(module: ModuleAssembly, { isAt }: TextPrograms): FitSegment {
  return module.define({ parameters: SEGMENT_PARAMETERS, result: 'i32' }, (given, local) => {
    const { segment, from, end, fold } = given;
    const token = local('i32');
    const behind = local('i32');
    const kind = local('i32');
    const length = local('i32');
    const byte = local('i32');
    const chars = i32.load(token, TOKEN.text + FOUND.chars);
    const fitText = [
      set(length, i32.load(token, TOKEN.text + FOUND.length)),
      returnIf(i32.ltU(i32.sub(end, from), length), PLACES.none),
      returnIf(i32.eqz(isAt({ chars, length, place: from, fold })), PLACES.none),
    ];
    const fitOne = [
      returnIf(i32.geU(byte, 0x80), PLACES.unknown),
      set(length, i32.add(i32.eq(byte, BACKSLASH), 1)),
    ];
    const fitDash = [
      set(length, 1),
      when(i32.eqz(isPlainDash(byte)), [returnIf(i32.eqz(isWideDash(from)), PLACES.none), set(length, 3)]),
    ];
    return {
      steps: [
        set(token, i32.add(segment, SEGMENT.bytes)),
        set(behind, i32.add(token, i32.mul(i32.load(segment), TOKEN.bytes))),
        whileDo(i32.ltU(token, behind), [
          set(kind, i32.load(token)),
          either(i32.eq(kind, TOKENS.text), fitText, [
            returnIf(i32.geU(from, end), PLACES.none),
            set(byte, i32.load8U(from)),
            either(i32.eq(kind, TOKENS.one), fitOne, fitDash),
          ]),
          set(from, i32.add(from, length)),
          set(token, i32.add(token, TOKEN.bytes)),
        ]),
      ],
      result: from,
    };
  });
}

/** The segment at the end of a value, not before `from`: the start of it. */
function defineFitBack(module: ModuleAssembly, { isAt, isWhole }: TextPrograms): FitSegment {
  return module.define({ parameters: SEGMENT_PARAMETERS, result: 'i32' }, (given, local) => {
    const { segment, from, end, fold } = given;
    const token = local('i32');
    const first = local('i32');
    const kind = local('i32');
    const length = local('i32');
    const byte = local('i32');
    const whole = local('i32');
    const chars = i32.load(token, TOKEN.text + FOUND.chars);
    const checkWhole = [
      set(whole, isWhole({ place: end })),
      returnIf(i32.eq(whole, ANSWER.unknown), PLACES.unknown),
    ];
    const fitText = [
      set(length, i32.load(token, TOKEN.text + FOUND.length)),
      returnIf(i32.ltU(i32.sub(end, from), length), PLACES.none),
      set(end, i32.sub(end, length)),
      returnIf(i32.eqz(isAt({ chars, length, place: end, fold })), PLACES.none),
      ...checkWhole,
      returnIf(i32.eq(whole, ANSWER.false), PLACES.none),
    ];
    const fitOne = [
      returnIf(i32.geU(byte, 0x80), PLACES.unknown),
      set(end, i32.sub(end, 1)),
      ...checkWhole,
      when(i32.eq(whole, ANSWER.false), [set(end, i32.sub(end, 1))]),
    ];
    const fitDash = [
      either(
        isPlainDash(byte),
        [set(end, i32.sub(end, 1))],
        [
          returnIf(i32.ltU(i32.sub(end, from), 3), PLACES.none),
          set(end, i32.sub(end, 3)),
          returnIf(i32.eqz(isWideDash(end)), PLACES.none),
        ],
      ),
    ];
    return {
      steps: [
        set(first, i32.add(segment, SEGMENT.bytes)),
        set(token, i32.add(first, i32.mul(i32.load(segment), TOKEN.bytes))),
        whileDo(i32.gtU(token, first), [
          set(token, i32.sub(token, TOKEN.bytes)),
          set(kind, i32.load(token)),
          either(i32.eq(kind, TOKENS.text), fitText, [
            returnIf(i32.leU(end, from), PLACES.none),
            set(byte, i32.load8U(i32.sub(end, 1))),
            either(i32.eq(kind, TOKENS.one), fitOne, fitDash),
          ]),
        ]),
      ],
      result: end,
    };
  });
}

/** The first place of a segment: the end of it there. */
function defineFindSegment(module: ModuleAssembly, { find }: TextPrograms, fitAt: FitSegment): FitSegment {
  return module.define({ parameters: SEGMENT_PARAMETERS, result: 'i32' }, (given, local) => {
    const { segment, from, end, fold } = given;
    const behind = local('i32');
    const isText = local('i32');
    const text = i32.add(segment, SEGMENT.bytes + TOKEN.text);
    const isEscape = i32.and(i32.eq(i32.load8U(from), BACKSLASH), i32.eqz(isText));
    return {
      steps: [
        set(isText, i32.eq(i32.load(segment, SEGMENT.bytes), TOKENS.text)),
        whileDo(i32.leU(from, end), [
          when(isText, [
            set(from, find({ text, fold, from, end })),
            returnIf(i32.leU(from, PLACES.unknown), from),
          ]),
          set(behind, fitAt({ segment, from, end, fold })),
          returnIf(behind, behind),
          set(from, i32.add(from, i32.add(isEscape, 1))),
        ]),
      ],
      result: PLACES.none,
    };
  });
}

function isPlainDash(byte: Code<'i32'>): Code<'i32'> {
  return i32.or(i32.eq(byte, HYPHEN), i32.eq(byte, SLASH));
}

function isWideDash(at: Code<'i32'>): Code<'i32'> {
  const rest = WIDE_DASH.rest.map((wanted) => i32.eq(i32.load16U(at, 1), wanted));
  return i32.and(
    i32.eq(i32.load8U(at), WIDE_DASH.first),
    rest.reduce((one, other) => i32.or(one, other)),
  );
}
