import {
  assembleModule,
  type Code,
  either,
  i8x16,
  i32,
  type Local,
  type ModuleAssembly,
  returnIf,
  set,
  when,
  whileDo,
} from '@dejfa/match/assembler';
import { defineReadCleanly } from './clean-program.ts';
import { defineDecideLine } from './decide-program.ts';
import { defineFilterLine } from './filter-program.ts';
import { PAGES, PLAN, ROUTE_SLOT, ROUTE_SLOTS, SPAN, TYPE } from './layout.ts';
import { defineReadLine } from './line-program.ts';
import { defineIsEqual } from './name-program.ts';
import { CHAR, defineValues, type ValuePrograms } from './value-program.ts';

/** What `next` stopped for: nothing is left; rules may match; a line that it cannot judge; values without a route. */
export const STOP = { end: 0, candidates: 1, fallback: 2, noRoute: 3 } as const;

/** What the module does for its host. */
export interface ScanExports {
  /** Reads on to the next line that needs its host; gives one of {@link STOP}. */
  readonly next: () => number;
  /** Gives how many rules of the route in the memory may match the line at hand. */
  readonly judgeLine: () => number;
  /** What a question to a field, by its address, comes to on the line at hand. */
  readonly askAtom: (atom: number) => number;
  /** Hash of the values of the routing fields of the line at hand. */
  readonly routeHash: () => number;
}

/** How many fields decide which rules are for a line: the first ones by their values, the next by their types. */
export interface RoutingFields {
  readonly byValue: number;
  readonly byType: number;
}

/** Modules by the numbers of fields that they are for: to assemble one takes longer than all else that a scanner needs. */
const assembled = new Map<string, Uint8Array<ArrayBuffer>>();

/** The scan as a module; fields decide on rules in the order of their numbers, from 1 on. */
export function assembleScan(routingFields: RoutingFields): Uint8Array<ArrayBuffer> {
  const key = `${routingFields.byValue} ${routingFields.byType}`;
  const bytes = assembled.get(key) ?? assemble(routingFields);
  assembled.set(key, bytes);
  return bytes;
}

function assemble(routingFields: RoutingFields): Uint8Array<ArrayBuffer> {
  const module = assembleModule(PAGES);
  const values = defineValues(module);
  const isEqual = defineIsEqual(module);
  const readLine = defineReadCleanly(module, defineReadLine(module, values, isEqual));
  const judgeLine = defineJudgeLine(module, values);
  const routeHash = defineRouteHash(module, routingFields);
  const findRoute = defineFindRoute(module, { routingFields, isEqual, routeHash });
  const lineEnd = defineLineEnd(module);
  module.define({ parameters: {}, result: 'i32', exportAs: 'next' }, (_, local) => {
    const at = local('i32');
    const end = local('i32');
    const behind = local('i32');
    const countBlank = [i32.store({ address: PLAN.blanks, value: i32.add(i32.load(PLAN.blanks), 1) })];
    const readOne = [
      i32.store({ address: PLAN.line, value: i32.add(i32.load(PLAN.line), 1) }),
      i32.store({ address: PLAN.lineStart, value: at }),
      set(behind, readLine({ at })),
      when(i32.eqz(behind), [
        set(behind, lineEnd({ at })),
        i32.store({ address: PLAN.lineEnd, value: behind }),
        i32.store({ address: PLAN.at, value: i32.add(behind, 1) }),
        returnIf(1, STOP.fallback),
      ]),
      i32.store({ address: PLAN.lineEnd, value: behind }),
      set(at, i32.add(behind, 1)),
      i32.store({ address: PLAN.at, value: at }),
      i32.store({ address: PLAN.route, value: findRoute({}) }),
      returnIf(i32.eqz(i32.load(PLAN.route)), STOP.noRoute),
      returnIf(judgeLine({}), STOP.candidates),
    ];
    return {
      steps: [
        set(at, i32.load(PLAN.at)),
        set(end, i32.load(PLAN.end)),
        whileDo(i32.ltU(at, end), [
          either(i32.eq(i32.load8U(at), CHAR.newline), [...countBlank, set(at, i32.add(at, 1))], readOne),
        ]),
        i32.store({ address: PLAN.at, value: at }),
      ],
      result: STOP.end,
    };
  });
  return module.toBytes();
}

function defineJudgeLine(module: ModuleAssembly, values: ValuePrograms) {
  const filterLine = defineFilterLine(module, values);
  const decideLine = defineDecideLine(module, values);
  const signature = { parameters: {}, result: 'i32', exportAs: 'judgeLine' } as const;
  return module.define(signature, () => ({
    steps: [returnIf(i32.eqz(filterLine({})), 0)],
    result: decideLine({}),
  }));
}

/** A routing field of the line at hand: nothing, of length 0 and kind 0, where it is missing. */
function readRouting(field: number, { start, length, kind }: Routing): readonly Code<'none'>[] {
  const span = PLAN.spans + field * SPAN.bytes;
  return [
    set(start, 0),
    set(length, 0),
    set(kind, 0),
    when(i32.eq(i32.load(span, SPAN.line), i32.load(PLAN.line)), [
      set(start, i32.load(span, SPAN.start)),
      set(length, i32.sub(i32.load(span, SPAN.end), start)),
      set(kind, i32.load(span, SPAN.kind)),
    ]),
  ];
}

/** Writes the types of fields from number `first` on; a field that is missing has type 0. */
function noteTypes(first: number, count: number, word: Local<'i32'>): readonly Code<'none'>[] {
  return Array.from({ length: wordsOf(count) }, (_unused, at) => {
    const fields = Math.min(TYPE.perWord, count - at * TYPE.perWord);
    const steps = Array.from({ length: fields }, (_none, index) => {
      const span = PLAN.spans + (first + at * TYPE.perWord + index) * SPAN.bytes;
      const type = i32.and(i32.load(span, SPAN.kind), TYPE.mask);
      return when(i32.eq(i32.load(span, SPAN.line), i32.load(PLAN.line)), [
        set(word, i32.or(word, i32.shl(type, TYPE.width * index))),
      ]);
    });
    return [set(word, 0), ...steps, i32.store({ address: PLAN.types + at * 4, value: word })];
  }).flat();
}

/** Numbers that the types of so many fields take. */
function wordsOf(fields: number): number {
  return Math.ceil(fields / TYPE.perWord);
}

interface Routing {
  readonly start: Local<'i32'>;
  readonly length: Local<'i32'>;
  readonly kind: Local<'i32'>;
}

/** A hash of the origin, types, lengths, kinds, and some bytes: mere speed, since all bytes are compared. */
function defineRouteHash(module: ModuleAssembly, { byValue, byType }: RoutingFields) {
  const signature = { parameters: {}, result: 'i32', exportAs: 'routeHash' } as const;
  return module.define(signature, (_, local) => {
    const routing = { start: local('i32'), length: local('i32'), kind: local('i32') };
    const hash = local('i32');
    const mix = (value: Code<'i32'>) => set(hash, i32.mul(i32.xor(hash, value), 0x01000193));
    const { start, length, kind } = routing;
    const words = Array.from({ length: 1 + wordsOf(byType) }, (_unused, at) =>
      mix(i32.load(PLAN.origin + at * 4)),
    );
    const values = Array.from({ length: byValue }, (_unused, index) => [
      ...readRouting(index + 1, routing),
      mix(length),
      mix(kind),
      when(length, [
        mix(i32.load8U(start)),
        mix(i32.load8U(i32.add(start, i32.shrU(length, 1)))),
        mix(i32.load8U(i32.sub(i32.add(start, length), 1))),
        when(i32.gtU(length, 1), [mix(i32.load8U(i32.sub(i32.add(start, length), 2)))]),
      ]),
    ]);
    const steps = [...noteTypes(byValue + 1, byType, length), ...words, ...values.flat()];
    return { steps, result: i32.xor(hash, i32.shrU(hash, 15)) };
  });
}

interface RouteParts {
  readonly routingFields: RoutingFields;
  readonly isEqual: ReturnType<typeof defineIsEqual>;
  readonly routeHash: ReturnType<typeof defineRouteHash>;
}

/** Gives the route of the line at hand, 0 if there is none yet. */
function defineFindRoute(module: ModuleAssembly, { routingFields, isEqual, routeHash }: RouteParts) {
  return module.define({ parameters: {}, result: 'i32' }, (_, local) => {
    const routing = { start: local('i32'), length: local('i32'), kind: local('i32') };
    const hash = local('i32');
    const slot = local('i32');
    const key = local('i32');
    const same = local('i32');
    const typeBytes = 4 + wordsOf(routingFields.byType) * 4;
    const place = { ...routing, key, same };
    const compare = Array.from({ length: routingFields.byValue }, (_unused, index) =>
      compareValue(index + 1, place, isEqual),
    ).flat();
    const mask = ROUTE_SLOTS * ROUTE_SLOT.bytes - 1;
    return {
      steps: [
        set(hash, routeHash({})),
        set(slot, i32.and(i32.mul(hash, ROUTE_SLOT.bytes), mask)),
        whileDo(i32.load(slot, ROUTE_SLOT.route + PLAN.routes), [
          when(i32.eq(i32.load(slot, ROUTE_SLOT.hash + PLAN.routes), hash), [
            set(key, i32.load(slot, ROUTE_SLOT.key + PLAN.routes)),
            set(same, isEqual({ one: key, other: PLAN.origin, length: typeBytes })),
            set(key, i32.add(key, typeBytes)),
            ...compare,
            returnIf(same, i32.load(slot, ROUTE_SLOT.route + PLAN.routes)),
          ]),
          set(slot, i32.and(i32.add(slot, ROUTE_SLOT.bytes), mask)),
        ]),
      ],
      result: 0,
    };
  });
}

/** Goes on in a key over the value of a field: `same` stays 1 where the line has the same. */
function compareValue(
  field: number,
  { key, same, ...routing }: Routing & { readonly key: Local<'i32'>; readonly same: Local<'i32'> },
  isEqual: RouteParts['isEqual'],
): readonly Code<'none'>[] {
  const { start, length, kind } = routing;
  return [
    ...readRouting(field, routing),
    when(same, [
      set(same, i32.and(i32.eq(i32.load(key), length), i32.eq(i32.load(key, 4), kind))),
      when(same, [set(same, isEqual({ one: i32.add(key, 8), other: start, length }))]),
      set(key, i32.add(key, i32.add(length, 8))),
    ]),
  ];
}

/** Address of the first newline from `at` on; there is one behind the last line. */
function defineLineEnd(module: ModuleAssembly) {
  return module.define({ parameters: { at: 'i32' }, result: 'i32' }, ({ at }, local) => {
    const stops = local('i32');
    const load = set(stops, i8x16.bitmask(i8x16.eq(i8x16.load(at), i8x16.splat(CHAR.newline))));
    return {
      steps: [load, whileDo(i32.eqz(stops), [set(at, i32.add(at, 16)), load])],
      result: i32.add(at, i32.ctz(stops)),
    };
  });
}
