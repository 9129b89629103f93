import { type Code, either, i32, type ModuleAssembly, set, when } from '@dejfa/match/assembler';
import { defineLookUpTiny, defineSearch } from './gram-program.ts';
import { defineKnown } from './known-program.ts';
import { KIND, KNOWN_BYTES, KNOWN_LISTS, PLAN, RECORD, SPAN, TABLE } from './layout.ts';
import type { MarkPrograms } from './mark-program.ts';
import { defineMeet, noteFound } from './meet-program.ts';
import type { ValuePrograms } from './value-program.ts';

/** What a line is searched with. */
export interface SearchPrograms {
  /** Searches one searchable value by the table of its field, and by that of keywords unless it is 0. */
  readonly searchValue: (values: {
    readonly table: Code<'i32'>;
    readonly keywords: Code<'i32'> | number;
    readonly span: Code<'i32'>;
  }) => Code<'none'>;
  /** Searches a stretch of the line by a table. */
  readonly searchText: (values: {
    readonly table: Code<'i32'>;
    readonly start: Code<'i32'>;
    readonly end: Code<'i32'>;
  }) => Code<'none'>;
}

/** Begins a search that has found nothing yet. */
const BEGIN = [
  i32.store({ address: PLAN.search, value: i32.add(i32.load(PLAN.search), 1) }),
  i32.store({ address: PLAN.foundEnd, value: PLAN.found }),
] as const;

const foundCount = i32.shrU(i32.sub(i32.load(PLAN.foundEnd), PLAN.found), 2);

/** Adds the functions to a module. */
export function defineSearches(
  module: ModuleAssembly,
  values: ValuePrograms,
  { markLists }: MarkPrograms,
): SearchPrograms {
  const search = defineSearch(module, defineMeet(module));
  const searchWhole = defineSearchWhole(module, values, search);
  const markFound = when(foundCount, [markLists({ lists: PLAN.found, count: foundCount })]);
  const parameters = { table: 'i32', start: 'i32', end: 'i32' } as const;
  return {
    searchValue: defineSearchValue(module, { search, searchWhole, markLists, markFound }),
    searchText: module.define({ parameters, result: 'none' }, (text) => ({
      steps: [...BEGIN, search(text), markFound],
      result: null,
    })),
  };
}

/** Collects what holds for a whole value; `kind` tells how it is written. */
function defineSearchWhole(module: ModuleAssembly, values: ValuePrograms, search: Search) {
  const lookUpTiny = defineLookUpTiny(module);
  const parameters = { table: 'i32', start: 'i32', end: 'i32', kind: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ table, start, end, kind }, local) => {
    const list = local('i32');
    const first = local('i32');
    const looksNumeric = i32.ltU(i32.sub(first, 0x2b), 0x0f);
    const isPlainNumber = i32.eq(values.number({ at: start }), i32.shl(end, 1));
    return {
      steps: [
        set(list, i32.load(table, TABLE.present)),
        when(list, noteFound(list)),
        search({ table, start, end }),
        set(list, i32.load(table, TABLE.tiny)),
        when(list, [when(i32.ltU(i32.sub(end, start), 4), [lookUpTiny({ tiny: list, start, end })])]),
        // A text such as "04625" or "+1" is a number, too, and written in other digits than a rule's.
        set(list, i32.load(table, TABLE.numbers)),
        when(i32.and(kind, KIND.string), [
          when(list, [
            set(first, i32.load8U(start)),
            when(looksNumeric, [when(i32.eqz(isPlainNumber), noteFound(list))]),
          ]),
        ]),
      ],
      result: null,
    };
  });
}

type Search = ReturnType<typeof defineSearch>;

interface ValueParts {
  readonly search: Search;
  readonly searchWhole: ReturnType<typeof defineSearchWhole>;
  readonly markLists: MarkPrograms['markLists'];
  readonly markFound: Code<'none'>;
}

/** Marks what a value fulfils: what is known of it, or else what a search finds. */
function defineSearchValue(module: ModuleAssembly, parts: ValueParts): SearchPrograms['searchValue'] {
  const { search, searchWhole, markLists, markFound } = parts;
  const { hash: hashOf, recall, keep } = defineKnown(module);
  const parameters = { table: 'i32', keywords: 'i32', span: 'i32' } as const;
  return module.define({ parameters, result: 'none' }, ({ table, keywords, span }, local) => {
    const start = local('i32');
    const end = local('i32');
    const kind = local('i32');
    const key = local('i32');
    const hash = local('i32');
    const record = local('i32');
    const isKept = local('i32');
    const { least, most } = KNOWN_BYTES;
    const searchAnew = [
      ...BEGIN,
      searchWhole({ table, start, end, kind }),
      when(keywords, [search({ table: keywords, start, end })]),
      markFound,
      when(i32.and(isKept, i32.leU(foundCount, KNOWN_LISTS)), [keep({ key, start, end, hash })]),
    ];
    return {
      steps: [
        set(start, i32.load(span, SPAN.start)),
        set(end, i32.load(span, SPAN.end)),
        set(kind, i32.load(span, SPAN.kind)),
        set(isKept, i32.leU(i32.sub(i32.sub(end, start), least), most - least)),
        when(isKept, [
          // Tables stand at multiples of 16; a text is searched in other ways than a number.
          set(key, i32.or(i32.add(table, i32.shl(i32.ne(keywords, 0), 1)), i32.and(kind, KIND.string))),
          set(hash, hashOf({ key, start, end })),
          set(record, recall({ key, start, end, hash })),
        ]),
        either(
          record,
          [
            when(i32.load(record, RECORD.count), [
              markLists({ lists: i32.load(record, RECORD.lists), count: i32.load(record, RECORD.count) }),
            ]),
          ],
          searchAnew,
        ),
      ],
      result: null,
    };
  });
}
