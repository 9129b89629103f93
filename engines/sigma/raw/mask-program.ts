import {
  type Code,
  i8x16,
  i16x8,
  i32,
  type Local,
  type ModuleAssembly,
  set,
  when,
  whileDo,
} from '@dejfa/match/assembler';
import { LITERAL, MASKS, PLAN } from './layout.ts';
import type { Meet } from './meet-program.ts';

/** The bit by which ASCII letters in either case are equal. */
const CASE = 0x20;

/**
 * Looks for few literals, 16 places at a time: a group of them is possible at a place if each of three bytes there has a
 * low and a high half that some literal of the group has (the algorithm of Teddy in Hyperscan). Places are those of the
 * last of the three bytes; what the first two leave possible is carried over from the 16 bytes before.
 */
export function defineSearchFew(module: ModuleAssembly, meet: Meet) {
  const parameters = { masks: 'i32', literals: 'i32', start: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ masks, literals, start, end }, local) => {
    const at = local('i32');
    const places = local('i32');
    const place = local('i32');
    const groups = local('i32');
    const head = local('i32');
    const block = local('v128');
    const highHalf = local('v128');
    const found = local('v128');
    const first = local('v128');
    const second = local('v128');
    const lastFirst = local('v128');
    const lastSecond = local('v128');
    const low = [local('v128'), local('v128'), local('v128')] as const;
    const high = [local('v128'), local('v128'), local('v128')] as const;
    const half = local('v128');
    const fold = local('v128');
    const possible = (index: 0 | 1 | 2) =>
      i8x16.and(i8x16.swizzleInside(low[index], block), i8x16.swizzleInside(high[index], highHalf));
    const tryGroups = [
      i8x16.store({ address: PLAN.groups, value: found }),
      set(places, i32.xor(i8x16.bitmask(i8x16.eq(found, i8x16.splat(0))), 0xffff)),
      whileDo(places, [
        set(place, i32.ctz(places)),
        set(places, i32.and(places, i32.sub(places, 1))),
        set(groups, i32.load8U(place, PLAN.groups)),
        whileDo(groups, [
          set(head, i32.load16U(i32.add(masks, i32.shl(i32.ctz(groups), 1)), MASKS.chains)),
          set(groups, i32.and(groups, i32.sub(groups, 1))),
          meet({
            literal: i32.add(literals, i32.mul(head, LITERAL.bytes)),
            at: i32.sub(i32.add(at, place), MASKS.places - 1),
            start,
            end,
          }),
        ]),
      ]),
    ];
    return {
      steps: [
        set(half, i8x16.splat(0x0f)),
        set(fold, i8x16.splat(CASE)),
        ...loadPairs(low, high, masks),
        set(at, start),
        whileDo(i32.ltU(at, end), [
          set(block, i8x16.or(i8x16.load(at), fold)),
          set(highHalf, i8x16.and(i16x8.shrU(block, 4), half)),
          set(block, i8x16.and(block, half)),
          set(first, possible(0)),
          set(second, possible(1)),
          set(
            found,
            i8x16.and(
              i8x16.and(i8x16.lastThen(2, lastFirst, first), i8x16.lastThen(1, lastSecond, second)),
              possible(2),
            ),
          ),
          when(i8x16.anyTrue(found), tryGroups),
          set(lastFirst, first),
          set(lastSecond, second),
          set(at, i32.add(at, 16)),
        ]),
      ],
      result: null,
    };
  });
}

type Masks = readonly [Local<'v128'>, Local<'v128'>, Local<'v128'>];

function loadPairs(low: Masks, high: Masks, masks: Local<'i32'>): readonly Code<'none'>[] {
  return [0, 1, 2].flatMap((index) => {
    const [lows, highs] = [low[index], high[index]];
    if (lows === undefined || highs === undefined) return [];
    return [set(lows, i8x16.load(masks, 32 * index)), set(highs, i8x16.load(masks, 32 * index + 16))];
  });
}
