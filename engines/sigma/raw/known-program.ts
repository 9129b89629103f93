import {
  type Code,
  either,
  i8x16,
  i32,
  i64,
  type ModuleAssembly,
  returnIf,
  set,
  when,
  whileDo,
} from '@dejfa/match/assembler';
import { KNOWN, KNOWN_SETS, PLAN, RECORD, RECORDS_BYTES } from './layout.ts';

const SPREAD = 0x9e3779b1 | 0;
const SPREAD_OTHER = 0x85ebca6b | 0;
/** Beyond so many bytes a hash is of more than three stretches, so that long texts that are alike do not collide. */
const SAMPLED_WHOLE = 64;

/** A value, and the number of what it was searched for. */
interface Value {
  readonly key: Code<'i32'>;
  readonly start: Code<'i32'>;
  readonly end: Code<'i32'>;
}

/**
 * The memory of known values: what a search of a value found, so that a value that comes again is not searched again. It
 * is as exact as a search, since all bytes are compared; it is emptied when it is full.
 */
export interface KnownPrograms {
  /** Hash of a value of 4 bytes or more. */
  readonly hash: (value: Value) => Code<'i32'>;
  /** Address of the record of a value, 0 where there is none. */
  readonly recall: (value: Value & { readonly hash: Code<'i32'> }) => Code<'i32'>;
  /** Keeps what was found last for a value. */
  readonly keep: (value: Value & { readonly hash: Code<'i32'> }) => Code<'none'>;
}

/** Adds the functions to a module. */
export function defineKnown(module: ModuleAssembly): KnownPrograms {
  return { hash: defineHash(module), recall: defineRecall(module), keep: defineKeep(module) };
}

/** Address of the two places where the record of a value with this hash may be noted. */
function placesOf(hash: Code<'i32'>): Code<'i32'> {
  return i32.mul(i32.and(hash, KNOWN_SETS - 1), KNOWN.bytes);
}

function defineHash(module: ModuleAssembly): KnownPrograms['hash'] {
  const parameters = { key: 'i32', start: 'i32', end: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ key, start, end }, local) => {
    const length = local('i32');
    const hash = local('i64');
    const tail = local('i64');
    const mid = local('i64');
    const middle = i32.add(start, i32.shrU(i32.sub(length, 8), 1));
    return {
      steps: [
        set(length, i32.sub(end, start)),
        either(
          i32.ltU(length, 8),
          [set(hash, i64.extendI32U(i32.load(start))), set(tail, i64.extendI32U(i32.load(i32.sub(end, 4))))],
          [set(hash, i64.load(start)), set(tail, i64.load(i32.sub(end, 8))), set(mid, i64.load(middle))],
        ),
        when(i32.gtU(length, SAMPLED_WHOLE), [
          set(end, i32.sub(end, 8)),
          whileDo(i32.ltU(start, end), [
            set(mid, i64.xor(i64.mul(mid, SPREAD_OTHER), i64.load(start))),
            set(start, i32.add(start, 24)),
          ]),
        ]),
        set(hash, i64.mul(i64.xor(hash, i64.extendI32U(key)), SPREAD)),
        set(tail, i64.mul(i64.add(tail, i64.extendI32U(length)), SPREAD_OTHER)),
        set(hash, i64.xor(i64.xor(hash, i64.shrU(hash, 29)), tail)),
        set(hash, i64.mul(i64.add(i64.xor(hash, i64.shrU(hash, 32)), mid), SPREAD)),
        set(hash, i64.xor(hash, i64.shrU(hash, 32))),
      ],
      result: i32.wrapI64(hash),
    };
  });
}

/** Whether the value is that of the record: 16 bytes at a time, the last of them once more. */
function defineIsValueOf(module: ModuleAssembly) {
  const parameters = { record: 'i32', key: 'i32', start: 'i32', length: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ record, key, start, length }, local) => {
    const last = local('i32');
    const differing = i32.xor(
      i8x16.bitmask(i8x16.eq(i8x16.load(start), i8x16.load(record, RECORD.text))),
      0xffff,
    );
    return {
      steps: [
        returnIf(i32.ne(i32.load(record, RECORD.key), key), 0),
        returnIf(i32.ne(i32.load(record, RECORD.length), length), 0),
        returnIf(i32.ltU(length, 16), i32.eqz(i32.shl(differing, i32.sub(32, length)))),
        set(last, i32.sub(i32.add(start, length), 16)),
        whileDo(i32.ltU(start, last), [
          returnIf(differing, 0),
          set(start, i32.add(start, 16)),
          set(record, i32.add(record, 16)),
        ]),
        set(record, i32.sub(record, i32.sub(start, last))),
        set(start, last),
      ],
      result: i32.eqz(differing),
    };
  });
}

function defineRecall(module: ModuleAssembly): KnownPrograms['recall'] {
  const isValueOf = defineIsValueOf(module);
  const parameters = { key: 'i32', start: 'i32', end: 'i32', hash: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ key, start, end, hash }, local) => {
    const places = local('i32');
    const record = local('i32');
    const tryPlace = (place: number) =>
      when(i32.eq(i32.load(places, place + KNOWN.hash + PLAN.known), hash), [
        set(record, i32.load(places, place + KNOWN.record + PLAN.known)),
        when(record, [returnIf(isValueOf({ record, key, start, length: i32.sub(end, start) }), record)]),
      ]);
    return { steps: [set(places, placesOf(hash)), tryPlace(0), tryPlace(KNOWN.second)], result: 0 };
  });
}

/** Empties the memory: notes of records are 0. */
function defineForgetValues(module: ModuleAssembly) {
  return module.define({ parameters: {}, result: 'none' }, (_, local) => {
    const at = local('i32');
    const none = i8x16.splat(0);
    return {
      steps: [
        set(at, PLAN.known),
        whileDo(i32.ltU(at, PLAN.known + KNOWN_SETS * KNOWN.bytes), [
          i8x16.store({ address: at, value: none }),
          set(at, i32.add(at, 16)),
        ]),
        i32.store({ address: PLAN.recordsEnd, value: PLAN.records }),
      ],
      result: null,
    };
  });
}

/** Copies up to `end`, 16 bytes at a time; what stands behind the copy is written over. */
function defineCopy(module: ModuleAssembly) {
  const parameters = { from: 'i32', end: 'i32', to: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ from, end, to }) => ({
    steps: [
      whileDo(i32.ltU(from, end), [
        i8x16.store({ address: to, value: i8x16.load(from) }),
        set(from, i32.add(from, 16)),
        set(to, i32.add(to, 16)),
      ]),
    ],
    result: null,
  }));
}

function defineKeep(module: ModuleAssembly): KnownPrograms['keep'] {
  const forgetValues = defineForgetValues(module);
  const copy = defineCopy(module);
  const parameters = { key: 'i32', start: 'i32', end: 'i32', hash: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ key, start, end, hash }, local) => {
    const places = local('i32');
    const record = local('i32');
    const textBytes = local('i32');
    const foundBytes = local('i32');
    const whole = (bytes: Code<'i32'>) => i32.and(i32.add(bytes, 15), -16);
    const lists = i32.add(i32.add(record, RECORD.text), textBytes);
    const behind = i32.add(lists, foundBytes);
    const isFull = i32.gtU(behind, PLAN.records + RECORDS_BYTES);
    return {
      steps: [
        set(textBytes, whole(i32.sub(end, start))),
        set(foundBytes, whole(i32.sub(i32.load(PLAN.foundEnd), PLAN.found))),
        set(record, i32.load(PLAN.recordsEnd)),
        when(isFull, [forgetValues({}), set(record, PLAN.records)]),
        i32.store({ address: PLAN.recordsEnd, value: behind }),
        i32.store({ address: record, offset: RECORD.key, value: key }),
        i32.store({ address: record, offset: RECORD.length, value: i32.sub(end, start) }),
        i32.store({ address: record, offset: RECORD.lists, value: lists }),
        i32.store({
          address: record,
          offset: RECORD.count,
          value: i32.shrU(i32.sub(i32.load(PLAN.foundEnd), PLAN.found), 2),
        }),
        copy({ from: start, end, to: i32.add(record, RECORD.text) }),
        copy({ from: PLAN.found, end: i32.load(PLAN.foundEnd), to: lists }),
        // The older of the two records in these places gives way.
        set(places, placesOf(hash)),
        i64.store({
          address: places,
          offset: KNOWN.second + PLAN.known,
          value: i64.load(places, PLAN.known),
        }),
        i32.store({ address: places, offset: KNOWN.hash + PLAN.known, value: hash }),
        i32.store({ address: places, offset: KNOWN.record + PLAN.known, value: record }),
      ],
      result: null,
    };
  });
}
