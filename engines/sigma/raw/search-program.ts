import {
  type Code,
  either,
  i8x16,
  i32,
  type ModuleAssembly,
  set,
  when,
  whileDo,
} from '@dejfa/match/assembler';
import {
  ANCHOR,
  CLAUSE_BITS,
  KIND,
  LITERAL,
  MASKS,
  PLAN,
  ROUTE,
  SPAN,
  TABLE,
  TINY,
  TINY_SLOTS,
  UNSEARCHABLE,
} from './layout.ts';
import type { ValuePrograms } from './value-program.ts';

/** Multiplier of the hash of four bytes. */
export const GRAM_SPREAD = 0x9e3779b1 | 0;

/** Sets the bit by which ASCII letters in either case are equal; other bytes are merely thrown together. */
const FOLD = 0x20202020;

/** Fulfils clauses: of a list of codes (their number, then each), for the line at hand. */
function defineMark(module: ModuleAssembly) {
  return module.define({ parameters: { codes: 'i32' }, result: 'none' }, ({ codes }, local) => {
    const end = local('i32');
    const code = local('i32');
    const place = local('i32');
    const state = local('i32');
    const marked = local('i32');
    const line = local('i32');
    const route = local('i32');
    const count = local('i32');
    const needs = i32.load8U(i32.add(i32.load(route, ROUTE.needs), i32.shrU(code, CLAUSE_BITS)));
    return {
      steps: [
        set(route, i32.load(PLAN.route)),
        set(line, i32.load(PLAN.line)),
        set(end, i32.add(codes, i32.shl(i32.add(i32.load(codes), 1), 2))),
        set(codes, i32.add(codes, 4)),
        whileDo(i32.ltU(codes, end), [
          set(code, i32.load(codes)),
          set(place, i32.add(i32.load(route, ROUTE.states), i32.shl(i32.shrU(code, CLAUSE_BITS), 2))),
          set(state, i32.load(place)),
          when(i32.ne(i32.shrU(state, CLAUSE_BITS), line), [set(state, i32.shl(line, CLAUSE_BITS))]),
          set(marked, i32.or(state, i32.shl(1, i32.and(code, (1 << CLAUSE_BITS) - 1)))),
          when(i32.ne(marked, state), [
            i32.store({ address: place, value: marked }),
            when(i32.eq(i32.and(marked, (1 << CLAUSE_BITS) - 1), needs), [
              set(count, i32.load(PLAN.candidateCount)),
              i32.store({
                address: i32.shl(count, 2),
                offset: PLAN.candidates,
                value: i32.shrU(code, CLAUSE_BITS),
              }),
              i32.store({ address: PLAN.candidateCount, value: i32.add(count, 1) }),
            ]),
          ]),
          set(codes, i32.add(codes, 4)),
        ]),
      ],
      result: null,
    };
  });
}

/** Compares the literals of a chain with the text around `at`, a place where one of them may have its rare bytes. */
function defineMeet(module: ModuleAssembly, mark: ReturnType<typeof defineMark>) {
  const parameters = { literal: 'i32', at: 'i32', start: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ literal, at, start, end }, local) => {
    const first = local('i32');
    const behind = local('i32');
    const line = local('i32');
    const isHere = local('i32');
    const chars = local('i32');
    const place = local('i32');
    const left = local('i32');
    const differs = local('i32');
    const block = local('v128');
    const anchors = i32.load(literal, LITERAL.anchors);
    const isUpper = i8x16.ltU(i8x16.add(block, i8x16.splat(-0x41)), i8x16.splat(26));
    const folded = i8x16.or(block, i8x16.and(isUpper, i8x16.splat(0x20)));
    const same = i8x16.bitmask(i8x16.eq(folded, i8x16.load(chars)));
    const isAnchored = i32.or(
      i32.and(i32.and(anchors, ANCHOR.start), i32.ne(first, start)),
      i32.and(i32.shrU(anchors, 1), i32.ne(behind, end)),
    );
    const compare = [
      set(chars, i32.load(literal, LITERAL.chars)),
      set(place, first),
      set(left, i32.load(literal, LITERAL.length)),
      set(differs, 0),
      whileDo(i32.and(i32.ne(left, 0), i32.eqz(differs)), [
        set(block, i8x16.load(place)),
        set(differs, i32.xor(same, 0xffff)),
        either(
          i32.ltU(left, 16),
          [set(differs, i32.and(differs, i32.sub(i32.shl(1, left), 1))), set(left, 0)],
          [set(left, i32.sub(left, 16))],
        ),
        set(place, i32.add(place, 16)),
        set(chars, i32.add(chars, 16)),
      ]),
      when(i32.eqz(differs), [
        i32.store({ address: literal, offset: LITERAL.foundIn, value: line }),
        mark({ codes: i32.load(literal, LITERAL.codes) }),
      ]),
    ];
    return {
      steps: [
        set(line, i32.load(PLAN.line)),
        whileDo(literal, [
          when(i32.ne(i32.load(literal, LITERAL.foundIn), line), [
            set(first, i32.sub(at, i32.load(literal, LITERAL.offset))),
            set(behind, i32.add(first, i32.load(literal, LITERAL.length))),
            set(isHere, i32.and(i32.geU(first, start), i32.leU(behind, end))),
            when(i32.and(isHere, i32.eqz(isAnchored)), compare),
          ]),
          set(literal, i32.load(literal, LITERAL.next)),
        ]),
      ],
      result: null,
    };
  });
}

/**
 * Looks for few literals, 16 places at a time: a group of them is possible at a place if each of three bytes there has a
 * low and a high half that some literal of the group has (the algorithm of Teddy in Hyperscan).
 */
function defineSearchFew(module: ModuleAssembly, meet: ReturnType<typeof defineMeet>) {
  const parameters = { masks: 'i32', literals: 'i32', start: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, (given, local) => {
    const { masks, literals, start, end } = given;
    const at = local('i32');
    const places = local('i32');
    const place = local('i32');
    const groups = local('i32');
    const head = local('i32');
    const block = local('v128');
    const found = local('v128');
    const low = [local('v128'), local('v128'), local('v128')] as const;
    const high = [local('v128'), local('v128'), local('v128')] as const;
    const half = local('v128');
    const fold = local('v128');
    const match = (index: 0 | 1 | 2) => [
      set(block, i8x16.or(i8x16.load(at, index), fold)),
      set(
        block,
        i8x16.and(
          i8x16.swizzle(low[index], i8x16.and(block, half)),
          i8x16.swizzle(high[index], i8x16.shrU(block, 4)),
        ),
      ),
      set(found, index === 0 ? block : i8x16.and(found, block)),
    ];
    const noPlace = i8x16.eq(found, i8x16.splat(0));
    const tryGroups = [
      i8x16.store({ address: PLAN.groups, value: found }),
      set(places, i32.xor(i8x16.bitmask(noPlace), 0xffff)),
      whileDo(places, [
        set(place, i32.ctz(places)),
        set(places, i32.and(places, i32.sub(places, 1))),
        set(groups, i32.load8U(place, PLAN.groups)),
        whileDo(groups, [
          set(head, i32.load16U(i32.add(masks, i32.shl(i32.ctz(groups), 1)), MASKS.chains)),
          set(groups, i32.and(groups, i32.sub(groups, 1))),
          meet({
            literal: i32.add(literals, i32.mul(head, LITERAL.bytes)),
            at: i32.add(at, place),
            start,
            end,
          }),
        ]),
      ]),
    ];
    return {
      steps: [
        set(half, i8x16.splat(0x0f)),
        set(fold, i8x16.splat(0x20)),
        ...[0, 1, 2].flatMap((index) => {
          const [lows, highs] = [low[index], high[index]];
          if (lows === undefined || highs === undefined) return [];
          return [set(lows, i8x16.load(masks, 32 * index)), set(highs, i8x16.load(masks, 32 * index + 16))];
        }),
        set(at, start),
        whileDo(i32.ltU(at, end), [
          ...match(0),
          ...match(1),
          ...match(2),
          when(i8x16.anyTrue(found), tryGroups),
          set(at, i32.add(at, 16)),
        ]),
      ],
      result: null,
    };
  });
}

/** Looks up in a text, from `start` up to `end`, what a table holds of literals. */
function defineSearch(module: ModuleAssembly, meet: ReturnType<typeof defineMeet>) {
  const searchFew = defineSearchFew(module, meet);
  const parameters = { table: 'i32', start: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ table, start, end }, local) => {
    const at = local('i32');
    const last = local('i32');
    const bits = local('i32');
    const shift = local('i32');
    const hash = local('i32');
    const shorts = local('i32');
    const head = local('i32');
    const literals = local('i32');
    const masks = local('i32');
    const literalAt = (number: Code<'i32'>) => i32.add(literals, i32.mul(number, LITERAL.bytes));
    const isUsed = i32.and(i32.shrU(i32.load8U(i32.add(bits, i32.shrU(hash, 3))), i32.and(hash, 7)), 1);
    const headOf = i32.load16U(i32.add(i32.load(table, TABLE.heads), i32.shl(hash, 1)));
    return {
      steps: [
        set(literals, i32.load(table, TABLE.literals)),
        set(masks, i32.load(table, TABLE.masks)),
        when(masks, [searchFew({ masks, literals, start, end })]),
        set(bits, i32.load(table, TABLE.bits)),
        when(i32.and(i32.ne(bits, 0), i32.geU(i32.sub(end, start), 4)), [
          set(shift, i32.load(table, TABLE.shift)),
          set(at, start),
          set(last, i32.sub(end, 3)),
          whileDo(i32.ltU(at, last), [
            set(hash, i32.shrU(i32.mul(i32.or(i32.load(at), FOLD), GRAM_SPREAD), shift)),
            when(isUsed, [meet({ literal: literalAt(headOf), at, start, end })]),
            set(at, i32.add(at, 1)),
          ]),
        ]),
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

function defineLookUpTiny(module: ModuleAssembly, mark: ReturnType<typeof defineMark>) {
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
          when(i32.eq(i32.load(entry, TINY.value), value), [mark({ codes: i32.load(entry, TINY.codes) })]),
          set(entry, i32.load(entry, TINY.next)),
        ]),
      ],
      result: null,
    };
  });
}

/** Searches one value of a field; `kind` tells how it is written. */
function defineSearchValue(module: ModuleAssembly, values: ValuePrograms, parts: SearchParts) {
  const { mark, search, lookUpTiny } = parts;
  const parameters = { table: 'i32', span: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ table, span }, local) => {
    const start = local('i32');
    const end = local('i32');
    const kind = local('i32');
    const list = local('i32');
    const first = local('i32');
    const markList = (offset: number) => [
      set(list, i32.load(table, offset)),
      when(list, [mark({ codes: list })]),
    ];
    const looksNumeric = i32.ltU(i32.sub(first, 0x2b), 0x0f);
    const isPlainNumber = i32.eq(values.number({ at: start }), i32.shl(end, 1));
    const searchable = [
      ...markList(TABLE.present),
      search({ table, start, end }),
      set(list, i32.load(table, TABLE.tiny)),
      when(list, [when(i32.ltU(i32.sub(end, start), 4), [lookUpTiny({ tiny: list, start, end })])]),
      // A text such as "04625" or "+1" is a number, too, and written in other digits than a rule's.
      set(list, i32.load(table, TABLE.numbers)),
      when(i32.and(kind, KIND.string), [
        when(list, [
          set(first, i32.load8U(start)),
          when(looksNumeric, [when(i32.eqz(isPlainNumber), [mark({ codes: list })])]),
        ]),
      ]),
    ];
    return {
      steps: [
        set(start, i32.load(span, SPAN.start)),
        set(end, i32.load(span, SPAN.end)),
        set(kind, i32.load(span, SPAN.kind)),
        either(i32.and(kind, UNSEARCHABLE), markList(TABLE.all), [when(i32.ne(kind, KIND.null), searchable)]),
      ],
      result: null,
    };
  });
}

interface SearchParts {
  readonly mark: ReturnType<typeof defineMark>;
  readonly search: ReturnType<typeof defineSearch>;
  readonly lookUpTiny: ReturnType<typeof defineLookUpTiny>;
}

/** Finds the rules of the line's route that its values leave possible; gives how many. */
export function defineFilterLine(module: ModuleAssembly, values: ValuePrograms) {
  const mark = defineMark(module);
  const search = defineSearch(module, defineMeet(module, mark));
  const lookUpTiny = defineLookUpTiny(module, mark);
  const searchValue = defineSearchValue(module, values, { mark, search, lookUpTiny });
  const signature = { parameters: {}, result: 'i32', exportAs: 'filterLine' } as const;
  return module.define(signature, (_, local) => {
    const route = local('i32');
    const at = local('i32');
    const end = local('i32');
    const field = local('i32');
    const table = local('i32');
    const always = local('i32');
    const markList = (offset: number) =>
      when(i32.load(table, offset), [mark({ codes: i32.load(table, offset) })]);
    const hasOdd = (kind: number) => i32.and(i32.load(PLAN.odd), kind);
    const searchWhole = [
      either(
        hasOdd(KIND.oddEscape),
        [markList(TABLE.all)],
        [search({ table, start: i32.load(PLAN.lineStart), end: i32.load(PLAN.lineEnd) })],
      ),
      when(hasOdd(KIND.oddNumber), [markList(TABLE.numbers)]),
      markList(TABLE.present),
    ];
    return {
      steps: [
        set(route, i32.load(PLAN.route)),
        i32.store({ address: PLAN.candidateCount, value: 0 }),
        set(at, PLAN.set),
        set(end, i32.add(PLAN.set, i32.shl(i32.load(PLAN.setCount), 2))),
        whileDo(i32.ltU(at, end), [
          set(field, i32.load(at)),
          set(table, i32.load(i32.add(i32.load(route, ROUTE.tables), i32.shl(field, 2)))),
          when(table, [searchValue({ table, span: i32.add(PLAN.spans, i32.mul(field, SPAN.bytes)) })]),
          set(at, i32.add(at, 4)),
        ]),
        set(table, i32.load(route, ROUTE.keywords)),
        when(table, searchWhole),
        set(always, i32.load(route, ROUTE.always)),
        when(always, [mark({ codes: always })]),
      ],
      result: i32.load(PLAN.candidateCount),
    };
  });
}
