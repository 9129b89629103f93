import {
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
import { NAME, NAME_SLOTS, PLAN } from './layout.ts';

/** Multiplier that spreads the bytes of names over the table. */
const SPREAD = 0x9e3779b1 | 0;

/** Place of a name in the table, by its first and last bytes and its length. */
export function nameSlot(head: bigint, tail: bigint, length: number): number {
  const mixed = BigInt.asUintN(64, (head ^ (tail << 1n) ^ BigInt(length)) * NAME_MULTIPLIER);
  return Number(mixed >> BigInt(64 - Math.log2(NAME_SLOTS)));
}

const NAME_MULTIPLIER = BigInt.asUintN(64, BigInt(SPREAD)) | 1n;

/** Compares two stretches of memory; 1 if they are equal. */
export function defineIsEqual(module: ModuleAssembly) {
  const parameters = { one: 'i32', other: 'i32', length: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ one, other, length }) => {
    const onward = (bytes: number) => [
      set(one, i32.add(one, bytes)),
      set(other, i32.add(other, bytes)),
      set(length, i32.sub(length, bytes)),
    ];
    return {
      steps: [
        whileDo(i32.geU(length, 8), [returnIf(i64.ne(i64.load(one), i64.load(other)), 0), ...onward(8)]),
        whileDo(length, [returnIf(i32.ne(i32.load8U(one), i32.load8U(other)), 0), ...onward(1)]),
      ],
      result: 1,
    };
  });
}

/** What a name is looked up by: its first 8 bytes (or all), its last 8 if it is longer, and what they are mixed to. */
export function nameParts(local: MakeLocal) {
  const head = local('i64');
  const tail = local('i64');
  const mixed = local('i64');
  const read = (start: Local<'i32'>, length: Local<'i32'>) => {
    const shift = i64.extendI32U(i32.shl(i32.sub(8, length), 3));
    return [
      set(head, i64.load(start)),
      either(
        i32.gtU(length, 8),
        [set(tail, i64.load(i32.sub(i32.add(start, length), 8)))],
        [set(tail, 0), set(head, i64.shrU(i64.shl(head, shift), shift))],
      ),
      set(mixed, i64.xor(head, i64.xor(i64.shl(tail, 1), i64.extendI32U(length)))),
      set(mixed, i64.mul(mixed, SPREAD | 1)),
    ];
  };
  return { head, tail, mixed, read };
}

/** Gives the field of a name, 0 for none. */
export function defineFieldOf(module: ModuleAssembly, isEqual: ReturnType<typeof defineIsEqual>) {
  const parameters = { start: 'i32', length: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ start, length }, local) => {
    const { head, tail, mixed, read } = nameParts(local);
    const slot = local('i32');
    const mask = NAME_SLOTS * NAME.bytes - 1;
    const isName = i32.and(
      i32.eq(i32.load(slot, NAME.length + PLAN.names), length),
      i32.and(
        i64.eq(i64.load(slot, NAME.head + PLAN.names), head),
        i64.eq(i64.load(slot, NAME.tail + PLAN.names), tail),
      ),
    );
    return {
      steps: [
        returnIf(i32.eqz(length), 0),
        ...read(start, length),
        set(slot, i32.mul(i32.wrapI64(i64.shrU(mixed, 64 - Math.log2(NAME_SLOTS))), NAME.bytes)),
        whileDo(i32.load(slot, NAME.length + PLAN.names), [
          when(isName, [
            returnIf(i32.ltU(length, 17), i32.load(slot, NAME.field + PLAN.names)),
            returnIf(
              isEqual({ one: i32.load(slot, NAME.address + PLAN.names), other: start, length }),
              i32.load(slot, NAME.field + PLAN.names),
            ),
          ]),
          set(slot, i32.and(i32.add(slot, NAME.bytes), mask)),
        ]),
      ],
      result: 0,
    };
  });
}
