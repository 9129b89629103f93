import {
  type Code,
  either,
  i8x16,
  i32,
  type ModuleAssembly,
  returnIf,
  set,
  when,
  whileDo,
} from '@dejfa/match/assembler';
import { ANSWER, FOUND } from './decide-layout.ts';

/** Backslashes before a place that are counted; behind more of them nothing is certain, so that the count stays short. */
const RUN_LIMIT = 64;
const BACKSLASH = 0x5c;

/** Questions to the bytes of values as JSON writes them. */
export interface TextPrograms {
  /** Whether the bytes at `place` are those at `chars`; `fold` is the bit by which letters in either case are equal, or 0. */
  readonly isAt: (values: {
    readonly chars: Code<'i32'>;
    readonly length: Code<'i32'>;
    readonly place: Code<'i32'>;
    readonly fold: Code<'i32'>;
  }) => Code<'i32'>;
  /** Whether a character begins at a place, rather than the second half of an escape: an answer. */
  readonly isWhole: (values: { readonly place: Code<'i32'> }) => Code<'i32'>;
  /** The first place from `from` on where a text to be found stands; 0 for none, 1 where that is unknown. */
  readonly find: (values: {
    readonly text: Code<'i32'>;
    readonly fold: Code<'i32'>;
    readonly from: Code<'i32'>;
    readonly end: Code<'i32'>;
  }) => Code<'i32'>;
}

/** What {@link TextPrograms.find} gives besides addresses. */
export const PLACES = { none: 0, unknown: 1 } as const;

/** Adds the functions to a module. */
export function defineTexts(module: ModuleAssembly): TextPrograms {
  const isAt = defineIsAt(module);
  const isWhole = defineIsWhole(module);
  return { isAt, isWhole, find: defineFind(module, isAt, isWhole) };
}

function defineIsAt(module: ModuleAssembly): TextPrograms['isAt'] {
  const parameters = { chars: 'i32', length: 'i32', place: 'i32', fold: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ chars, length, place, fold }, local) => {
    const block = local('v128');
    const differs = local('i32');
    const isUpper = i8x16.ltU(i8x16.add(block, i8x16.splat(-0x41)), i8x16.splat(26));
    const folded = i8x16.or(block, i8x16.and(isUpper, i8x16.splat(fold)));
    const isLast = i32.ltU(length, 16);
    return {
      steps: [
        whileDo(length, [
          set(block, i8x16.load(place)),
          set(differs, i32.xor(i8x16.bitmask(i8x16.eq(folded, i8x16.load(chars))), 0xffff)),
          returnIf(isLast, i32.eqz(i32.and(differs, i32.sub(i32.shl(1, length), 1)))),
          returnIf(differs, 0),
          set(length, i32.sub(length, 16)),
          set(place, i32.add(place, 16)),
          set(chars, i32.add(chars, 16)),
        ]),
      ],
      result: 1,
    };
  });
}

/** Counts backslashes up to the quote, or whatever other byte, that stands before them. */
function defineIsWhole(module: ModuleAssembly): TextPrograms['isWhole'] {
  return module.define({ parameters: { place: 'i32' }, result: 'i32' }, ({ place }, local) => {
    const count = local('i32');
    const byteBefore = i32.load8U(i32.sub(i32.sub(place, count), 1));
    const isSlash = i32.and(i32.eq(byteBefore, BACKSLASH), i32.ltU(count, RUN_LIMIT));
    return {
      steps: [
        whileDo(isSlash, [set(count, i32.add(count, 1))]),
        returnIf(i32.eq(count, RUN_LIMIT), ANSWER.unknown),
        returnIf(i32.and(count, 1), ANSWER.false),
      ],
      result: ANSWER.true,
    };
  });
}

/** Goes to where two rare bytes stand as far from each other as they should, 16 places at a time. */
function defineFind(
  module: ModuleAssembly,
  isAt: TextPrograms['isAt'],
  isWhole: TextPrograms['isWhole'],
): TextPrograms['find'] {
  const parameters = { text: 'i32', fold: 'i32', from: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ text, fold, from, end }, local) => {
    const rare = local('i32');
    const last = local('i32');
    const places = local('i32');
    const place = local('i32');
    const answer = local('i32');
    const folds = local('v128');
    const one = local('v128');
    const other = local('v128');
    const byteOf = (shift: number) => i32.and(i32.shrU(rare, shift), 0xff);
    const isByte = (offset: Code<'i32'>, wanted: Code<'v128'>) =>
      i8x16.eq(i8x16.or(i8x16.load(i32.add(from, offset)), folds), wanted);
    const length = i32.load(text, FOUND.length);
    const tryPlace = [
      set(answer, ANSWER.true),
      when(i32.eq(i32.load8U(i32.sub(place, 1)), BACKSLASH), [set(answer, isWhole({ place }))]),
      returnIf(i32.eq(answer, ANSWER.true), place),
      returnIf(i32.eq(answer, ANSWER.unknown), PLACES.unknown),
    ];
    return {
      steps: [
        returnIf(i32.ltU(i32.sub(end, from), length), PLACES.none),
        set(rare, i32.load(text, FOUND.rare)),
        set(last, i32.sub(end, length)),
        set(folds, i8x16.splat(fold)),
        set(one, i8x16.splat(byteOf(16))),
        set(other, i8x16.splat(byteOf(24))),
        whileDo(i32.leU(from, last), [
          set(places, i8x16.bitmask(i8x16.and(isByte(byteOf(0), one), isByte(byteOf(8), other)))),
          whileDo(places, [
            set(place, i32.add(from, i32.ctz(places))),
            set(places, i32.and(places, i32.sub(places, 1))),
            either(
              i32.gtU(place, last),
              [set(places, 0)],
              [when(isAt({ chars: i32.load(text, FOUND.chars), length, place, fold }), tryPlace)],
            ),
          ]),
          set(from, i32.add(from, 16)),
        ]),
      ],
      result: PLACES.none,
    };
  });
}
