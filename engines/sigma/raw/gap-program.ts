import {
  type Code,
  i8x16,
  i32,
  i64,
  type Local,
  type ModuleAssembly,
  returnIf,
  set,
  when,
} from '@dejfa/match/assembler';
import { GAP, GAP_BYTES, GAP_SLOTS, PLAN } from './layout.ts';
import { defineFieldOf, type defineIsEqual, nameParts } from './name-program.ts';
import { stringSteps } from './string-steps.ts';
import { CHAR, skipBlanks } from './value-program.ts';

/**
 * Reads what stands between two values, from behind the first of them on: twice the address where the next value begins,
 * behind its quote if it is a string; 1 more where the object ends, then the address behind it; 0 for what is no JSON,
 * and for a name with escapes. Learns what it reads: `PLAN.gap` is where, and the successor of `before`.
 */
export type ReadGap = (values: {
  readonly at: Code<'i32'>;
  readonly before: Code<'i32'>;
  readonly isFirst: Code<'i32'>;
}) => Code<'i32'>;

const NAME_MIX_BITS = 64;

/** Whether the text at a place is that of a gap, 32 bytes at once; `gap` may be 0 for none. */
export function isGapAt(gap: Local<'i32'>, at: Local<'i32'>): Code<'i32'> {
  const differing = (part: 0 | 16) =>
    i8x16.and(
      i8x16.xor(i8x16.load(at, part), i8x16.load(gap, GAP.text + part)),
      i8x16.load(gap, GAP.mask + part),
    );
  return i32.and(i32.ne(gap, 0), i32.eqz(i8x16.anyTrue(i8x16.or(differing(0), differing(16)))));
}

/** Adds the function to a module. */
export function defineReadGap(module: ModuleAssembly, isEqual: ReturnType<typeof defineIsEqual>): ReadGap {
  const fieldOf = defineFieldOf(module, isEqual);
  const learn = defineLearn(module);
  const parameters = { at: 'i32', before: 'i32', isFirst: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ at, before, isFirst }, local) => {
    const strings = stringSteps(at, local);
    const name = nameParts(local);
    const char = local('i32');
    const start = local('i32');
    const nameStart = local('i32');
    const length = local('i32');
    const isText = local('i32');
    const gap = local('i32');
    const slots = local('i32');
    const mixedSlot = i32.wrapI64(i64.shrU(name.mixed, NAME_MIX_BITS - Math.log2(GAP_SLOTS)));
    const onward = set(at, i32.add(at, 1));
    return {
      steps: [
        ...strings.prepare,
        set(start, at),
        ...skipBlanks(at, char),
        returnIf(i32.eq(char, CHAR.braceEnd), i32.or(i32.shl(i32.add(at, 1), 1), 1)),
        when(i32.eqz(isFirst), [returnIf(i32.ne(char, CHAR.comma), 0), onward, ...skipBlanks(at, char)]),
        returnIf(i32.ne(char, CHAR.quote), 0),
        onward,
        set(nameStart, at),
        ...strings.findStop,
        // Names with escapes are rare enough for the plain engine.
        returnIf(i32.ne(i32.load8U(at), CHAR.quote), 0),
        set(length, i32.sub(at, nameStart)),
        onward,
        ...skipBlanks(at, char),
        returnIf(i32.ne(char, CHAR.colon), 0),
        onward,
        ...skipBlanks(at, char),
        set(isText, i32.eq(char, CHAR.quote)),
        set(at, i32.add(at, isText)),
        ...name.read(nameStart, length),
        // A first gap is no other: only before those there is no comma.
        set(slots, i32.add(PLAN.gaps, i32.mul(isFirst, GAP_SLOTS * GAP.bytes))),
        set(gap, i32.add(slots, i32.mul(i32.xor(mixedSlot, isText), GAP.bytes))),
        when(i32.eqz(isLearnt(gap, { start, at })), [
          when(i32.gtU(i32.sub(at, start), GAP_BYTES), [set(gap, PLAN.longGap)]),
          learn({ gap, start, end: at, field: fieldOf({ start: nameStart, length }), isText }),
        ]),
        i32.store({ address: PLAN.gap, value: gap }),
        when(i32.ne(gap, PLAN.longGap), [
          i32.store({ address: before, offset: GAP.other, value: i32.load(before, GAP.next) }),
          i32.store({ address: before, offset: GAP.next, value: gap }),
        ]),
      ],
      result: i32.shl(at, 1),
    };
  });
}

/** Whether the place of a gap holds the one that was read. */
function isLearnt(gap: Local<'i32'>, { start, at }: { start: Local<'i32'>; at: Local<'i32'> }): Code<'i32'> {
  return i32.and(i32.eq(i32.load(gap, GAP.length), i32.sub(at, start)), isGapAt(gap, start));
}

/** Writes down a gap; of one that is too long to be recognised only its field. */
function defineLearn(module: ModuleAssembly) {
  const parameters = { gap: 'i32', start: 'i32', end: 'i32', field: 'i32', isText: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ gap, start, end, field, isText }, local) => {
    const mask = local('v128');
    const length = local('i32');
    const places = i8x16.constant(Array.from({ length: 16 }, (_, at) => at));
    const part = (offset: 0 | 16) => [
      // Places beyond 255 never come up: at most 32 bytes are compared.
      set(mask, i8x16.ltU(i8x16.add(places, i8x16.splat(offset)), i8x16.splat(length))),
      i8x16.store({ address: gap, offset: GAP.mask + offset, value: mask }),
      i8x16.store({ address: gap, offset: GAP.text + offset, value: i8x16.load(start, offset) }),
    ];
    return {
      steps: [
        set(length, i32.sub(end, start)),
        i32.store({ address: gap, offset: GAP.length, value: length }),
        i32.store({ address: gap, offset: GAP.field, value: field }),
        i32.store({ address: gap, offset: GAP.isText, value: isText }),
        ...part(0),
        ...part(16),
      ],
      result: null,
    };
  });
}
