import {
  type Code,
  either,
  i32,
  type Local,
  type MakeLocal,
  type ModuleAssembly,
  returnIf,
  set,
  when,
  whileDo,
} from '@dejfa/match/assembler';
import { defineReadGap, isGapAt } from './gap-program.ts';
import { GAP, KIND, PLAN, SPAN } from './layout.ts';
import type { defineIsEqual } from './name-program.ts';
import { stringSteps } from './string-steps.ts';
import { CHAR, noteOdd, skipBlanks, type ValuePrograms } from './value-program.ts';

/**
 * Reads the object of a line that begins at `start`: notes where the values of known fields stand. Gives the address of
 * the newline behind it; 0 for what is no JSON object in one line, and for what must be left to the plain engine.
 *
 * Lines of one kind have the same names in the same order: what stands between two values is compared, as a whole, with
 * what stood behind the first of them before.
 */
export function defineReadLine(
  module: ModuleAssembly,
  values: ValuePrograms,
  isEqual: ReturnType<typeof defineIsEqual>,
) {
  const readGap = defineReadGap(module, isEqual);
  return module.define({ parameters: { at: 'i32' }, result: 'i32' }, ({ at }, local) => {
    const reader = makeReader(at, local);
    const { char, go, gap, before, behind, isFirst, isKnown, field, bad, count } = reader;
    const goOverGap = [
      set(before, gap),
      set(gap, i32.load(before, GAP.next)),
      set(isKnown, isGapAt(gap, at)),
      when(i32.eqz(isKnown), [set(gap, i32.load(before, GAP.other)), set(isKnown, isGapAt(gap, at))]),
      either(
        isKnown,
        [set(at, i32.add(at, i32.load(gap, GAP.length)))],
        [
          set(behind, readGap({ at, before, isFirst })),
          returnIf(i32.eqz(behind), 0),
          set(at, i32.shrU(behind, 1)),
          set(gap, i32.load(PLAN.gap)),
          set(go, i32.eqz(i32.and(behind, 1))),
        ],
      ),
      set(isFirst, 0),
    ];
    return {
      steps: [
        i32.store({ address: PLAN.odd, value: 0 }),
        set(reader.line, i32.load(PLAN.line)),
        ...reader.strings.prepare,
        ...skipBlanks(at, char),
        returnIf(i32.ne(char, CHAR.brace), 0),
        set(at, i32.add(at, 1)),
        set(gap, PLAN.lineGap),
        set(isFirst, 1),
        set(go, 1),
        whileDo(go, [
          ...goOverGap,
          when(go, [
            ...readValue(reader, values),
            returnIf(i32.or(bad, i32.eqz(at)), 0),
            set(field, i32.load(gap, GAP.field)),
            when(field, noteSpan(reader)),
          ]),
        ]),
        i32.store({ address: PLAN.setCount, value: count }),
        ...skipBlanks(at, char),
        returnIf(i32.ne(char, CHAR.newline), 0),
      ],
      result: at,
    };
  });
}

function makeReader(at: Local<'i32'>, local: MakeLocal) {
  return {
    at,
    strings: stringSteps(at, local),
    char: local('i32'),
    go: local('i32'),
    line: local('i32'),
    gap: local('i32'),
    before: local('i32'),
    behind: local('i32'),
    isFirst: local('i32'),
    isKnown: local('i32'),
    isText: local('i32'),
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
  const { at, char, gap, isText, start, end, kind, bad, strings } = reader;
  const isNumber = i32.or(i32.ltU(i32.sub(char, CHAR.zero), 10), i32.eq(char, CHAR.minus));
  const readString = [
    set(start, at),
    set(kind, KIND.string),
    ...strings.find(kind, bad),
    set(end, at),
    set(at, i32.add(at, 1)),
    when(i32.and(kind, KIND.oddEscape), [noteOdd(KIND.oddEscape)]),
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
  const readOther = [set(start, at), either(isNumber, readNumber, [either(isNested, readNested, readWord)])];
  return [
    set(isText, i32.load(gap, GAP.isText)),
    // The gap before a string begins as that before another value does, and may pass for it.
    when(i32.eqz(isText), [
      ...skipBlanks(at, char),
      set(isText, i32.eq(char, CHAR.quote)),
      set(at, i32.add(at, isText)),
    ]),
    either(isText, readString, readOther),
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
    i32.store({ address: i32.shl(count, 2), offset: PLAN.set, value: field }),
    set(count, i32.add(count, 1)),
  ];
}
