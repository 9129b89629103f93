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
import { KIND, NAME, NAME_SLOTS, PLAN, SPAN } from './layout.ts';
import { stringSteps } from './string-steps.ts';
import { CHAR, noteOdd, skipBlanks, type ValuePrograms } from './value-program.ts';

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

/** Gives the field of a name, 0 for none. */
function defineFieldOf(module: ModuleAssembly, isEqual: ReturnType<typeof defineIsEqual>) {
  const parameters = { start: 'i32', length: 'i32' } as const;
  return module.define({ parameters, result: 'i32' }, ({ start, length }, local) => {
    const head = local('i64');
    const tail = local('i64');
    const slot = local('i32');
    const mixed = local('i64');
    const shift = i64.extendI32U(i32.shl(i32.sub(8, length), 3));
    const isLong = i32.gtU(length, 8);
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
        set(head, i64.load(start)),
        either(
          isLong,
          [set(tail, i64.load(i32.sub(i32.add(start, length), 8)))],
          [set(head, i64.shrU(i64.shl(head, shift), shift))],
        ),
        set(mixed, i64.xor(head, i64.xor(i64.shl(tail, 1), i64.extendI32U(length)))),
        set(mixed, i64.mul(mixed, SPREAD | 1)),
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

/**
 * Reads the object of a line that begins at `start`: notes where the values of known fields stand. Gives the address of
 * the newline behind it; 0 for what is no JSON object in one line, and for what must be left to the plain engine.
 */
export function defineReadLine(module: ModuleAssembly, values: ValuePrograms, isEqual: IsEqual) {
  const fieldOf = defineFieldOf(module, isEqual);
  return module.define({ parameters: { at: 'i32' }, result: 'i32' }, ({ at }, local) => {
    const reader = makeReader(at, local);
    const { char, more, nameStart, nameLength, field, bad } = reader;
    return {
      steps: [
        i32.store({ address: PLAN.setCount, value: 0 }),
        i32.store({ address: PLAN.odd, value: 0 }),
        set(reader.line, i32.load(PLAN.line)),
        ...skipBlanks(at, char),
        returnIf(i32.ne(char, CHAR.brace), 0),
        set(at, i32.add(at, 1)),
        ...skipBlanks(at, char),
        set(more, i32.ne(char, CHAR.braceEnd)),
        when(i32.eqz(more), [set(at, i32.add(at, 1))]),
        whileDo(more, [
          ...skipBlanks(at, char),
          returnIf(i32.ne(char, CHAR.quote), 0),
          set(at, i32.add(at, 1)),
          set(nameStart, at),
          ...reader.strings.findStop,
          // Names with escapes are rare enough for the plain engine.
          returnIf(i32.ne(i32.load8U(at), CHAR.quote), 0),
          set(nameLength, i32.sub(at, nameStart)),
          set(at, i32.add(at, 1)),
          ...skipBlanks(at, char),
          returnIf(i32.ne(char, CHAR.colon), 0),
          set(at, i32.add(at, 1)),
          set(field, fieldOf({ start: nameStart, length: nameLength })),
          ...skipBlanks(at, char),
          ...readValue(reader, values),
          returnIf(i32.or(bad, i32.eqz(at)), 0),
          when(field, noteSpan(reader)),
          ...skipBlanks(at, char),
          set(more, i32.eq(char, CHAR.comma)),
          returnIf(i32.eqz(i32.or(more, i32.eq(char, CHAR.braceEnd))), 0),
          set(at, i32.add(at, 1)),
        ]),
        ...skipBlanks(at, char),
        returnIf(i32.ne(char, CHAR.newline), 0),
      ],
      result: at,
    };
  });
}

type IsEqual = ReturnType<typeof defineIsEqual>;

function makeReader(at: Local<'i32'>, local: MakeLocal) {
  return {
    at,
    strings: stringSteps(at, local),
    char: local('i32'),
    more: local('i32'),
    line: local('i32'),
    nameStart: local('i32'),
    nameLength: local('i32'),
    field: local('i32'),
    start: local('i32'),
    end: local('i32'),
    kind: local('i32'),
    bad: local('i32'),
    span: local('i32'),
    count: local('i32'),
  };
}

type Reader = ReturnType<typeof makeReader>;

function readValue(reader: Reader, values: ValuePrograms): readonly Code<'none'>[] {
  const { at, char, start, end, kind, bad, strings } = reader;
  const isNumber = i32.or(i32.ltU(i32.sub(char, CHAR.zero), 10), i32.eq(char, CHAR.minus));
  const readString = [
    set(at, i32.add(at, 1)),
    set(start, at),
    set(kind, KIND.string),
    ...strings.find(kind, bad),
    set(end, at),
    set(at, i32.add(at, 1)),
    when(i32.and(kind, KIND.oddEscape), [
      set(bad, i32.or(bad, i32.eqz(values.hasEscapes({ start, end })))),
      noteOdd(KIND.oddEscape),
    ]),
  ];
  const readNumber = [
    set(end, values.number({ at })),
    set(kind, KIND.number),
    when(i32.and(end, 1), [set(kind, KIND.oddNumber), noteOdd(KIND.oddNumber)]),
    set(at, i32.shrU(end, 1)),
    set(end, at),
  ];
  const readNested = [set(kind, KIND.nested), set(at, values.nested({ at })), set(end, at)];
  const readWord = [
    set(kind, KIND.boolean),
    when(i32.eq(char, 0x6e), [set(kind, KIND.null)]),
    set(at, values.scalar({ at })),
    set(end, at),
  ];
  const isNested = i32.eq(i32.or(char, 0x20), CHAR.brace);
  return [
    set(start, at),
    either(i32.eq(char, CHAR.quote), readString, [
      either(isNumber, readNumber, [either(isNested, readNested, readWord)]),
    ]),
  ];
}

function noteSpan({ field, span, line, start, end, kind, count }: Reader): readonly Code<'none'>[] {
  return [
    set(span, i32.mul(field, SPAN.bytes)),
    // Of two fields with one name the last counts: seldom, and left to the plain engine.
    returnIf(i32.eq(i32.load(span, SPAN.line + PLAN.spans), line), 0),
    i32.store({ address: span, offset: SPAN.line + PLAN.spans, value: line }),
    i32.store({ address: span, offset: SPAN.start + PLAN.spans, value: start }),
    i32.store({ address: span, offset: SPAN.end + PLAN.spans, value: end }),
    i32.store({ address: span, offset: SPAN.kind + PLAN.spans, value: kind }),
    set(count, i32.load(PLAN.setCount)),
    i32.store({ address: i32.shl(count, 2), offset: PLAN.set, value: field }),
    i32.store({ address: PLAN.setCount, value: i32.add(count, 1) }),
  ];
}
