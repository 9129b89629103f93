import {
  type Code,
  either,
  i32,
  type Local,
  type ModuleAssembly,
  set,
  when,
  whileDo,
} from '@dejfa/match/assembler';
import { ANSWER, ANSWER_BITS, ATOM, FLAG, GROUP, PLACE, STEP, TARGET, UNDECIDED } from './decide-layout.ts';
import { type AskGroup, defineAskGroup, type FindPlace, UNKNOWABLE } from './decide-test-program.ts';
import { KIND, PLAN, ROUTE, SPAN } from './layout.ts';
import type { ValuePrograms } from './value-program.ts';

/**
 * Adds a function that drops, of the candidates of the line at hand, the rules whose conditions are certainly false;
 * gives how many are left. A rule without a program is left. What stands among the candidates afterwards is the double of
 * each rule's number, and one more if it certainly matches.
 */
export function defineDecideLine(module: ModuleAssembly, values: ValuePrograms) {
  const findPlace = defineFindPlace(module);
  const ask = defineAsk(module, findPlace, defineAskGroup(module, values, findPlace));
  return module.define({ parameters: {}, result: 'i32' }, (_, local) => {
    const programs = local('i32');
    const line = local('i32');
    const at = local('i32');
    const end = local('i32');
    const kept = local('i32');
    const step = local('i32');
    const atom = local('i32');
    const answer = local('i32');
    const unknowns = local('i32');
    const isCertain = i32.and(i32.eq(step, TARGET.accept), i32.eqz(unknowns));
    const atomAddress = i32.and(atom, -1 << ANSWER_BITS);
    const takeStep = [
      set(atom, i32.load(step, STEP.atom)),
      set(answer, i32.load(atomAddress, ATOM.memo)),
      when(i32.ne(i32.shrU(answer, ANSWER_BITS), line), [set(answer, ask({ atom: atomAddress }))]),
      set(unknowns, i32.or(unknowns, i32.eq(i32.and(answer, ANSWER.unknown), ANSWER.unknown))),
      either(
        i32.and(i32.and(answer, atom), ANSWER.unknown),
        [set(step, i32.load(step, STEP.hit))],
        [set(step, i32.load(step, STEP.miss))],
      ),
    ];
    return {
      steps: [
        set(programs, i32.load(i32.load(PLAN.route), ROUTE.programs)),
        set(line, i32.load(PLAN.line)),
        set(at, PLAN.candidates),
        set(kept, at),
        set(end, i32.add(at, i32.shl(i32.load(PLAN.candidateCount), 2))),
        whileDo(i32.ltU(at, end), [
          set(step, i32.load(i32.add(programs, i32.shl(i32.load(at), 2)))),
          set(unknowns, 0),
          whileDo(i32.gtU(step, TARGET.accept), takeStep),
          when(i32.ne(step, TARGET.reject), [
            i32.store({ address: kept, value: i32.or(i32.shl(i32.load(at), 1), isCertain) }),
            set(kept, i32.add(kept, 4)),
          ]),
          set(at, i32.add(at, 4)),
        ]),
        set(kept, i32.shrU(i32.sub(kept, PLAN.candidates), 2)),
        i32.store({
          address: PLAN.dropped,
          value: i32.add(i32.load(PLAN.dropped), i32.sub(i32.load(PLAN.candidateCount), kept)),
        }),
        i32.store({ address: PLAN.candidateCount, value: kept }),
      ],
      result: kept,
    };
  });
}

/** Puts an atom to the line at hand, and remembers the answer. */
function defineAsk(module: ModuleAssembly, findPlace: FindPlace, askGroup: AskGroup) {
  const signature = { parameters: { atom: 'i32' }, result: 'i32', exportAs: 'askAtom' } as const;
  return module.define(signature, ({ atom }, local) => {
    const place = local('i32');
    const kind = local('i32');
    const answer = local('i32');
    const group = local('i32');
    const left = local('i32');
    const one = local('i32');
    const flags = i32.load(atom, ATOM.flags);
    const answerIf = (condition: Code<'i32'>) => i32.sub(ANSWER.false, condition);
    const askExists = either(
      i32.eq(kind, UNDECIDED),
      [set(answer, ANSWER.unknown)],
      [set(answer, answerIf(i32.ne(kind, 0)))],
    );
    const askGroups = [
      set(answer, ANSWER.false),
      set(group, i32.add(atom, ATOM.bytes)),
      set(left, i32.load(atom, ATOM.groups)),
      whileDo(left, [
        set(
          one,
          askGroup({ group, start: i32.load(place, PLACE.start), end: i32.load(place, PLACE.end), kind }),
        ),
        set(left, i32.sub(left, 1)),
        either(
          i32.eq(one, ANSWER.true),
          [set(answer, one), set(left, 0)],
          [set(answer, i32.or(answer, one))],
        ),
        set(group, i32.add(i32.add(group, GROUP.bytes), i32.load(group, GROUP.size))),
      ]),
    ];
    const askValue = either(
      i32.eqz(i32.and(kind, -1 ^ KIND.null)),
      [set(answer, answerIf(i32.ne(i32.and(flags, FLAG.orNull), 0)))],
      [either(i32.and(kind, UNKNOWABLE), [set(answer, ANSWER.unknown)], askGroups)],
    );
    return {
      steps: [
        set(place, i32.load(atom, ATOM.place)),
        findPlace({ place }),
        set(kind, i32.load(place, PLACE.kind)),
        either(i32.and(flags, FLAG.exists), [askExists], [askValue]),
        i32.store({
          address: atom,
          offset: ATOM.memo,
          value: i32.or(i32.shl(i32.load(PLAN.line), ANSWER_BITS), answer),
        }),
      ],
      result: answer,
    };
  });
}

/** Finds where the value of a field stands in the line at hand, once a line. */
function defineFindPlace(module: ModuleAssembly): FindPlace {
  return module.define({ parameters: { place: 'i32' }, result: 'none' }, ({ place }, local) => {
    const line = local('i32');
    const list = local('i32');
    const span = local('i32');
    const found = findFirst(list, span, local('i32'), line);
    const note = (offset: number, value: Code<'i32'> | number) =>
      i32.store({ address: place, offset, value });
    const noteMissing = [
      note(PLACE.kind, 0),
      set(list, i32.load(place, PLACE.others)),
      when(list, [...found, when(i32.or(span, i32.eqz(i32.load(list))), [note(PLACE.kind, UNDECIDED)])]),
    ];
    const noteSpan = [
      note(PLACE.start, i32.load(span, SPAN.start)),
      note(PLACE.end, i32.load(span, SPAN.end)),
      note(PLACE.kind, i32.load(span, SPAN.kind)),
    ];
    return {
      steps: [
        set(line, i32.load(PLAN.line)),
        when(i32.ne(i32.load(place, PLACE.line), line), [
          note(PLACE.line, line),
          set(list, i32.load(place, PLACE.fields)),
          ...found,
          either(span, noteSpan, noteMissing),
        ]),
      ],
      result: null,
    };
  });
}

/** Sets `span` to that of the first field of a list that the line has, or to 0. */
function findFirst(
  list: Local<'i32'>,
  span: Local<'i32'>,
  index: Local<'i32'>,
  line: Local<'i32'>,
): readonly Code<'none'>[] {
  const field = i32.load(i32.add(list, i32.shl(index, 2)));
  return [
    set(span, 0),
    set(index, 1),
    whileDo(i32.leU(index, i32.load(list)), [
      set(span, i32.add(PLAN.spans, i32.mul(field, SPAN.bytes))),
      either(
        i32.eq(i32.load(span, SPAN.line), line),
        [set(index, i32.add(i32.load(list), 1))],
        [set(span, 0), set(index, i32.add(index, 1))],
      ),
    ]),
  ];
}
