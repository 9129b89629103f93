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
import { ANCHOR, LITERAL, PLAN } from './layout.ts';

/** Compares the literals of a chain with the text around `at`, a place where one of them may have its rare bytes. */
export type Meet = (values: {
  readonly literal: Code<'i32'>;
  readonly at: Code<'i32'>;
  readonly start: Code<'i32'>;
  readonly end: Code<'i32'>;
}) => Code<'none'>;

/** Notes a list of codes that a search has found. */
export function noteFound(codes: Code<'i32'>): readonly Code<'none'>[] {
  const end = i32.load(PLAN.foundEnd);
  return [
    i32.store({ address: end, value: codes }),
    i32.store({ address: PLAN.foundEnd, value: i32.add(end, 4) }),
  ];
}

/** Adds the function to a module. Each literal is noted once a search. */
export function defineMeet(module: ModuleAssembly): Meet {
  const parameters = { literal: 'i32', at: 'i32', start: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ literal, at, start, end }, local) => {
    const first = local('i32');
    const behind = local('i32');
    const search = local('i32');
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
        i32.store({ address: literal, offset: LITERAL.foundIn, value: search }),
        ...noteFound(i32.load(literal, LITERAL.codes)),
      ]),
    ];
    return {
      steps: [
        set(search, i32.load(PLAN.search)),
        whileDo(literal, [
          when(i32.ne(i32.load(literal, LITERAL.foundIn), search), [
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
