import {
  either,
  i32,
  type Local,
  type MakeLocal,
  type ModuleAssembly,
  set,
  when,
  whileDo,
} from '@dejfa/match/assembler';
import { KIND, PLAN, ROUTE, SPAN, TABLE } from './layout.ts';
import { defineMarks } from './mark-program.ts';
import { defineSearches } from './search-program.ts';
import type { ValuePrograms } from './value-program.ts';

/** Values shorter than this are searched for keywords with what stands around them. */
const LONG = 32;

/**
 * Finds the rules of the line's route that its values leave possible; gives how many. Keywords are looked for in the
 * whole line: with the values of fields that have a table, as far as these are long, and in the stretches between.
 */
export function defineFilterLine(module: ModuleAssembly, values: ValuePrograms) {
  const { mark, markLists } = defineMarks(module);
  const { searchValue, searchText } = defineSearches(module, values, { mark, markLists });
  const signature = { parameters: {}, result: 'i32', exportAs: 'filterLine' } as const;
  return module.define(signature, (_, local) => {
    const filter = makeFilter(local);
    const { route, at, end, span, table, keywords, from, always } = filter;
    const kind = i32.load(span, SPAN.kind);
    const markList = (of: Local<'i32'>, offset: number) =>
      when(i32.load(of, offset), [mark({ codes: i32.load(of, offset) })]);
    const hasOdd = (odd: number) => i32.and(i32.load(PLAN.odd), odd);
    const isLong = i32.geU(i32.sub(i32.load(span, SPAN.end), i32.load(span, SPAN.start)), LONG);
    const searchWithKeywords = [
      searchText({ table: keywords, start: from, end: i32.load(span, SPAN.start) }),
      searchValue({ table, keywords, span }),
      set(from, i32.load(span, SPAN.end)),
    ];
    const search = [
      either(i32.and(i32.ne(keywords, 0), isLong), searchWithKeywords, [
        searchValue({ table, keywords: 0, span }),
      ]),
    ];
    return {
      steps: [
        set(route, i32.load(PLAN.route)),
        i32.store({ address: PLAN.candidateCount, value: 0 }),
        set(from, i32.load(PLAN.readStart)),
        set(keywords, i32.load(route, ROUTE.keywords)),
        set(at, PLAN.set),
        set(end, i32.add(PLAN.set, i32.shl(i32.load(PLAN.setCount), 2))),
        whileDo(i32.ltU(at, end), [
          set(table, i32.load(i32.add(i32.load(route, ROUTE.tables), i32.shl(i32.load(at), 2)))),
          when(table, [
            set(span, i32.add(PLAN.spans, i32.mul(i32.load(at), SPAN.bytes))),
            either(
              i32.and(kind, KIND.oddNumber | KIND.nested),
              [markList(table, TABLE.all)],
              [when(i32.ne(kind, KIND.null), search)],
            ),
          ]),
          set(at, i32.add(at, 4)),
        ]),
        when(keywords, [
          searchText({ table: keywords, start: from, end: i32.load(PLAN.readEnd) }),
          when(hasOdd(KIND.oddNumber), [markList(keywords, TABLE.numbers)]),
          markList(keywords, TABLE.present),
        ]),
        set(always, i32.load(route, ROUTE.always)),
        when(always, [mark({ codes: always })]),
      ],
      result: i32.load(PLAN.candidateCount),
    };
  });
}

function makeFilter(local: MakeLocal) {
  return {
    route: local('i32'),
    at: local('i32'),
    end: local('i32'),
    span: local('i32'),
    table: local('i32'),
    keywords: local('i32'),
    /** From where on the line has not been searched for keywords. */
    from: local('i32'),
    always: local('i32'),
  };
}
