import { type Code, i32, type ModuleAssembly, set, when, whileDo } from '@dejfa/match/assembler';
import { CLAUSE_BITS, PLAN, ROUTE } from './layout.ts';

/** Fulfils clauses by lists of codes: how many, then each. */
export interface MarkPrograms {
  /** Marks one list. */
  readonly mark: (values: { readonly codes: Code<'i32'> }) => Code<'none'>;
  /** Marks so many lists, whose addresses stand behind each other. */
  readonly markLists: (values: {
    readonly lists: Code<'i32'> | number;
    readonly count: Code<'i32'>;
  }) => Code<'none'>;
}

/** Adds the functions to a module. */
export function defineMarks(module: ModuleAssembly): MarkPrograms {
  const mark = defineMark(module);
  const parameters = { lists: 'i32', count: 'i32' } as const;
  const markLists = module.define({ parameters, result: 'none' }, ({ lists, count }) => ({
    steps: [
      whileDo(count, [
        mark({ codes: i32.load(lists) }),
        set(lists, i32.add(lists, 4)),
        set(count, i32.sub(count, 1)),
      ]),
    ],
    result: null,
  }));
  return { mark, markLists };
}

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
