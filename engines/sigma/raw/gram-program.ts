import { type Code, i32, type ModuleAssembly, set, when, whileDo } from '@dejfa/match/assembler';
import { HEAD_SHIFT, LITERAL, TABLE, TINY, TINY_SLOTS, WIDE } from './layout.ts';
import { defineSearchFew } from './mask-program.ts';
import { type Meet, noteFound } from './meet-program.ts';

/** Multiplier of the hash of four bytes. */
export const GRAM_SPREAD = 0x9e3779b1 | 0;

/** Sets the bit by which ASCII letters in either case are equal; other bytes are merely thrown together. */
const FOLD = 0x20202020;

/** Hashes of the four bytes at places of a text: which of them are used, and the chains of literals by hash. */
const GRAMS = {
  every: { bits: TABLE.bits, shift: TABLE.shift, heads: TABLE.heads, step: 1 },
  wide: { bits: TABLE.wideBits, shift: TABLE.wideShift, heads: TABLE.wideHeads, step: WIDE.step },
} as const;

function defineSearchGrams(module: ModuleAssembly, meet: Meet, kind: keyof typeof GRAMS) {
  const grams = GRAMS[kind];
  const parameters = { table: 'i32', start: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ table, start, end }, local) => {
    const at = local('i32');
    const last = local('i32');
    const bits = local('i32');
    const shift = local('i32');
    const hash = local('i32');
    const isUsed = i32.and(i32.shrU(i32.load8U(i32.add(bits, i32.shrU(hash, 3))), i32.and(hash, 7)), 1);
    const head = i32.load16U(i32.add(i32.load(table, grams.heads), i32.shl(i32.shrU(hash, HEAD_SHIFT), 1)));
    const literal = i32.add(i32.load(table, TABLE.literals), i32.mul(head, LITERAL.bytes));
    return {
      steps: [
        set(bits, i32.load(table, grams.bits)),
        set(shift, i32.load(table, grams.shift)),
        set(at, start),
        set(last, i32.sub(end, 3)),
        whileDo(i32.ltU(at, last), [
          set(hash, i32.shrU(i32.mul(i32.or(i32.load(at), FOLD), GRAM_SPREAD), shift)),
          when(isUsed, [meet({ literal, at, start, end })]),
          set(at, i32.add(at, grams.step)),
        ]),
      ],
      result: null,
    };
  });
}

/** Looks up in a text, from `start` up to `end`, what a table holds of literals. */
export function defineSearch(module: ModuleAssembly, meet: Meet) {
  const searchFew = defineSearchFew(module, meet);
  const searchEvery = defineSearchGrams(module, meet, 'every');
  const searchWide = defineSearchGrams(module, meet, 'wide');
  const parameters = { table: 'i32', start: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ table, start, end }, local) => {
    const at = local('i32');
    const shorts = local('i32');
    const head = local('i32');
    const literals = local('i32');
    const masks = local('i32');
    const literalAt = (number: Code<'i32'>) => i32.add(literals, i32.mul(number, LITERAL.bytes));
    return {
      steps: [
        set(literals, i32.load(table, TABLE.literals)),
        set(masks, i32.load(table, TABLE.masks)),
        when(masks, [searchFew({ masks, literals, start, end })]),
        when(i32.load(table, TABLE.bits), [searchEvery({ table, start, end })]),
        when(i32.load(table, TABLE.wideBits), [searchWide({ table, start, end })]),
        set(shorts, i32.load(table, TABLE.shorts)),
        when(shorts, [
          set(at, start),
          whileDo(i32.ltU(at, end), [
            set(head, i32.load16U(i32.add(shorts, i32.shl(i32.load8U(at), 1)))),
            when(head, [meet({ literal: literalAt(head), at, start, end })]),
            set(at, i32.add(at, 1)),
          ]),
        ]),
      ],
      result: null,
    };
  });
}

/** Place of a whole value of up to 3 bytes: these and the length make one number. */
export function tinySlot(value: number): number {
  return Math.imul(value, GRAM_SPREAD) >>> (32 - Math.log2(TINY_SLOTS));
}

/** Looks up a whole value of up to 3 bytes. */
export function defineLookUpTiny(module: ModuleAssembly) {
  const parameters = { tiny: 'i32', start: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ tiny, start, end }, local) => {
    const value = local('i32');
    const length = local('i32');
    const entry = local('i32');
    const byte = local('i32');
    const isUpper = i32.ltU(i32.sub(byte, 0x41), 26);
    return {
      steps: [
        set(length, i32.sub(end, start)),
        whileDo(i32.ltU(start, end), [
          set(byte, i32.load8U(start)),
          set(value, i32.or(i32.shl(value, 8), i32.or(byte, i32.shl(isUpper, 5)))),
          set(start, i32.add(start, 1)),
        ]),
        set(value, i32.or(value, i32.shl(length, 24))),
        set(
          entry,
          i32.load(
            i32.add(tiny, i32.shl(i32.shrU(i32.mul(value, GRAM_SPREAD), 32 - Math.log2(TINY_SLOTS)), 2)),
          ),
        ),
        whileDo(entry, [
          when(i32.eq(i32.load(entry, TINY.value), value), noteFound(i32.load(entry, TINY.codes))),
          set(entry, i32.load(entry, TINY.next)),
        ]),
      ],
      result: null,
    };
  });
}
