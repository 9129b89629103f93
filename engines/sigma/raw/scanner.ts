import type {
  SigmaEvent,
  SigmaHit,
  SigmaLogSource,
  SigmaScanCounts,
  SigmaScannedLine,
  SigmaScanner,
  SigmaScannerOptions,
} from '../api.ts';
import type { CompiledRule } from '../compile/engine.ts';
import type { EventView } from '../compile/event-view.ts';
import { explainHit } from '../compile/hits.ts';
import { applyMapping } from '../mapping/apply.ts';
import type { FieldTable, MappingFile } from '../mapping/mapping.ts';
import {
  additionsOf,
  filesFor,
  headsOf,
  type MappedRoute,
  mapRoute,
  originsOf,
  routingNames,
  tableNames,
} from './field-origins.ts';
import { KIND, PLAN, ROOM_BYTES, ROUTE, SPAN } from './layout.ts';
import { Needles } from './needle.ts';
import { makeRoute, type Route, type RouteMaker } from './route.ts';
import { isRefusal, MemoryFull, ScanMemory } from './scan-memory.ts';
import { STOP } from './scan-program.ts';
import { SpanSource } from './span-source.ts';

/** What a scanner shares with its engine. */
export interface ScanRules {
  readonly view: EventView;
  readonly rulesFor: (sources: readonly SigmaLogSource[]) => readonly CompiledRule[];
  readonly evaluate: (event: SigmaEvent) => readonly SigmaHit[];
}

/** Makes a scanner; null where there is no WebAssembly, or no memory left for it. */
export function createScanner(rules: ScanRules, options: SigmaScannerOptions): SigmaScanner | null {
  const { product, category, service } = options.logsource;
  if (product === undefined && category === undefined && service === undefined) return null;
  try {
    return new RawScanner(rules, options);
  } catch (cause) {
    // Anything else is a fault of ours, and must not look like a runtime that cannot scan.
    if (cause instanceof MemoryFull || isRefusal(cause)) return null;
    throw cause;
  }
}

const NEWLINE = 10;
/** Bytes that are copied at a time, unless a line is longer: the processor still has them near when they are read. */
const PART_BYTES = 1 << 17;
/** States of rules hold the number of a line beside the bits of clauses; before it gets too long they begin anew. */
const LINE_LIMIT = 1 << 27;
/** Origins that routes are told apart by; their names may come from names of files. */
const ORIGIN_LIMIT = 256;
/** Literals hold the number of the search that found them last. */
const SEARCH_LIMIT = 1 << 30;

/** Owns the memory of the scan and the routes in it. */
class RawScanner implements SigmaScanner {
  readonly #rules: ScanRules;
  readonly #options: SigmaScannerOptions;
  readonly #memory: ScanMemory;
  readonly #maker: RouteMaker;
  readonly #source: SpanSource;
  readonly #files: readonly MappingFile[];
  /** Fields by whose types records are told; their numbers follow those of the routing fields. */
  readonly #types: readonly string[];
  readonly #tables: readonly FieldTable[];
  /** By the number that stands in the memory. */
  #routes: Route[] = [];
  #routeOf = new Map<string, Route>();
  #origin = '';
  #origins = new Map<string, number>();
  #linesBefore = 0;
  #blanksBefore = 0;
  #linesOfOthers = 0;
  #left = 0;
  #plain = 0;
  #unparsed = 0;
  #tried = 0;
  #rulesTried = 0;

  constructor(rules: ScanRules, options: SigmaScannerOptions) {
    this.#rules = rules;
    this.#options = options;
    const { view, rulesFor } = rules;
    const files = filesFor(options.mappings, options.logsource);
    const fields = files.flatMap((file) => file.fields);
    const additions = fields.flatMap(additionsOf);
    const deciding = routingNames(files).flatMap((name) => {
      const { same, made } = originsOf(name, additions);
      return [...same, ...made];
    });
    const routing = unique([...deciding.flatMap(withHeads), ...(options.recogniser?.values ?? [])]);
    const types = (options.recogniser?.types ?? []).filter((name) => !routing.includes(name));
    const ruleNames = view.slots.flatMap(({ name }) => name ?? []);
    const all = [...ruleNames, ...tableNames(fields), ...additions.map(({ name }) => name)];
    const names = unique([...routing, ...types, ...all.flatMap(withHeads)]);
    const numberOf = new Map(names.map((name, index) => [name, index + 1]));
    const memory = new ScanMemory(names, { byValue: routing.length, byType: types.length });
    this.#memory = memory;
    this.#files = files;
    this.#types = types;
    this.#tables = fields;
    this.#maker = {
      memory,
      view,
      routingNames: routing,
      numberOf,
      needles: new Needles(),
      chosen: new Map(),
      rulesFor,
    };
    const slotFields = view.slots.map(({ name }) => (name === null ? 0 : (numberOf.get(name) ?? 0)));
    this.#source = new SpanSource(memory, { ...options, numberOf, names, slotFields });
  }

  get counts(): SigmaScanCounts {
    return {
      lines: this.#lines,
      blanks: this.#blanksBefore + this.#memory.read(PLAN.blanks),
      plain: this.#plain,
      unparsed: this.#unparsed,
      left: this.#left,
      tried: this.#tried,
      rulesTried: this.#rulesTried,
      rulesDecided: this.#memory.read(PLAN.dropped),
    };
  }

  /** Routes are remembered by the number of the origin as well. */
  #setOrigin(origin: string): void {
    if (this.#origins.size >= ORIGIN_LIMIT) {
      this.#origins = new Map();
      this.#forget();
    }
    const number = this.#origins.get(origin) ?? this.#origins.size;
    this.#origins.set(origin, number);
    this.#memory.write(PLAN.origin, number);
    this.#origin = origin;
  }

  get #lines(): number {
    return this.#linesBefore + this.#memory.read(PLAN.line);
  }

  *scan(bytes: Uint8Array, origin = ''): Iterable<SigmaScannedLine> {
    this.#setOrigin(origin);
    this.#blanksBefore += this.#memory.read(PLAN.blanks);
    this.#memory.write(PLAN.blanks, 0);
    this.#linesOfOthers = this.#lines;
    for (let from = 0; from < bytes.length; ) {
      const to = endOfPart(bytes, from);
      if (to - from > ROOM_BYTES) yield* this.#scanLong(bytes, from, to);
      else yield* this.#scanPart(bytes, from, to);
      from = to;
    }
  }

  *#scanLong(bytes: Uint8Array, from: number, to: number): Iterable<SigmaScannedLine> {
    const end = bytes[to - 1] === NEWLINE ? to - 1 : to;
    this.#linesBefore += 1;
    const line = this.#withoutScan(Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from), from);
    if (line !== null) yield line;
  }

  *#scanPart(bytes: Uint8Array, from: number, to: number): Iterable<SigmaScannedLine> {
    const memory = this.#memory;
    if (memory.read(PLAN.line) > LINE_LIMIT || memory.read(PLAN.search) > SEARCH_LIMIT) this.#beginLines();
    memory.bytes.set(bytes.subarray(from, to), PLAN.text);
    memory.bytes[PLAN.text + to - from] = NEWLINE;
    memory.write(PLAN.at, PLAN.text);
    memory.write(PLAN.end, PLAN.text + to - from);
    const offset = from - PLAN.text;
    for (let stop = memory.exports.next(); stop !== STOP.end; stop = memory.exports.next()) {
      const line = stop === STOP.candidates ? this.#tryRules(offset) : this.#settle(stop, offset);
      if (line !== null) yield line;
    }
  }

  /** A line that the scan could not judge: it has no route yet, or needs the plain engine. */
  #settle(stop: number, offset: number): SigmaScannedLine | null {
    if (stop === STOP.noRoute) {
      const route = this.#findRoute();
      if (route !== null) {
        this.#memory.write(PLAN.route, route.address);
        return this.#memory.exports.judgeLine() === 0 ? null : this.#tryRules(offset);
      }
    }
    const start = this.#memory.read(PLAN.lineStart);
    const end = this.#memory.read(PLAN.lineEnd);
    return this.#withoutScan(this.#memory.bytes.subarray(start, end), start + offset);
  }

  #tryRules(offset: number): SigmaScannedLine | null {
    const memory = this.#memory;
    const route = this.#routes[memory.read(memory.read(PLAN.route) + ROUTE.number)];
    if (route === undefined) return null;
    const first = PLAN.candidates >> 2;
    const candidates = memory.numbers.subarray(first, first + memory.read(PLAN.candidateCount)).sort();
    this.#tried += 1;
    this.#rulesTried += candidates.length;
    const { view } = this.#rules;
    this.#source.begin(route);
    view.begin(this.#source);
    const hits: SigmaHit[] = [];
    for (const candidate of candidates) {
      const rule = route.rules[candidate >> 1];
      if (rule === undefined) continue;
      const isCertain = (candidate & 1) === 1;
      if (!isCertain) route.decide(candidate >> 1);
      if (isCertain || rule.holds()) hits.push(explainHit(rule, view));
    }
    view.end();
    if (hits.length === 0) return null;
    const start = memory.read(PLAN.lineStart) + offset;
    const end = memory.read(PLAN.lineEnd) + offset;
    return { start, end, number: this.#number, isLeft: false, hits, event: () => this.#source.event() };
  }

  /** The route of the line at hand, made where it is new; null where its routing fields hold no single values. */
  #findRoute(): Route | null {
    const memory = this.#memory;
    const all = [...this.#maker.routingNames, ...this.#types].map((_, index) => memory.spanOf(index + 1));
    const kindOf = (span: number) => (span === 0 ? 0 : memory.read(span + SPAN.kind));
    if (all.some((span) => (kindOf(span) & KIND.nested) !== 0)) return null;
    const spans = all.slice(0, this.#maker.routingNames.length);
    const kinds = spans.map(kindOf);
    const fields = this.#routingFields(spans);
    const logsource = this.#logsourceOf(fields, all.slice(spans.length).map(kindOf));
    if (logsource === null) return null;
    const mapped = mapRoute(this.#files, { ...logsource, fields });
    try {
      const route = this.#routeFor(mapped, logsource);
      const values = spans.map((span, index): readonly [number, Buffer] => {
        const value = memory.bytes.subarray(memory.read(span + SPAN.start), memory.read(span + SPAN.end));
        return [kinds[index] ?? 0, span === 0 ? Buffer.alloc(0) : value];
      });
      memory.addRoute(values, route.address);
      return route;
    } catch (cause) {
      if (!(cause instanceof MemoryFull)) throw cause;
      this.#forget();
      return null;
    }
  }

  #logsourceOf(values: SigmaEvent['fields'], kinds: readonly number[]): SigmaLogSource | null {
    const { recogniser, logsource } = this.#options;
    if (recogniser === undefined) return logsource;
    const samples = this.#types.flatMap((name, index): [string, string | number | boolean | null][] => {
      const kind = kinds[index] ?? 0;
      return kind === 0 ? [] : [[name, sampleOf(kind)]];
    });
    return recogniser.logsourceOf({ ...values, ...Object.fromEntries(samples) }, this.#origin);
  }

  #routingFields(spans: readonly number[]): SigmaEvent['fields'] {
    const { bytes } = this.#memory;
    const fields: [string, string | number | boolean | null][] = [];
    for (const [index, name] of this.#maker.routingNames.entries()) {
      const span = spans[index] ?? 0;
      if (span === 0) continue;
      const kind = this.#memory.read(span + SPAN.kind);
      const text = bytes.toString(
        'utf8',
        this.#memory.read(span + SPAN.start),
        this.#memory.read(span + SPAN.end),
      );
      fields.push([name, JSON.parse((kind & KIND.string) === 0 ? text : `"${text}"`)]);
    }
    return Object.fromEntries(fields);
  }

  #routeFor(mapped: MappedRoute, logsource: SigmaLogSource): Route {
    const key = JSON.stringify([
      logsource,
      mapped.sources,
      mapped.tables.map((table) => this.#tables.indexOf(table)),
    ]);
    const known = this.#routeOf.get(key);
    if (known !== undefined) return known;
    const route = makeRoute(this.#maker, mapped, logsource);
    this.#memory.write(route.address + ROUTE.number, this.#routes.length);
    this.#routes.push(route);
    this.#routeOf.set(key, route);
    return route;
  }

  #forget(): void {
    this.#memory.forget();
    this.#routes = [];
    this.#routeOf = new Map();
  }

  #beginLines(): void {
    this.#linesBefore += this.#memory.read(PLAN.line);
    this.#memory.write(PLAN.line, 0);
    this.#memory.bytes.fill(0, PLAN.spans, PLAN.set);
    this.#forget();
  }

  /** Number of the line at hand in the bytes that are scanned. */
  get #number(): number {
    return this.#lines - this.#linesOfOthers + this.#memory.read(PLAN.blanks) - 1;
  }

  #withoutScan(bytes: Buffer, start: number): SigmaScannedLine | null {
    if (this.#options.recogniser === undefined) return this.#evaluatePlain(bytes, start);
    this.#left += 1;
    const end = start + bytes.length;
    return { start, end, number: this.#number, isLeft: true, hits: [], event: noEvent };
  }

  #evaluatePlain(bytes: Buffer, start: number): SigmaScannedLine | null {
    this.#plain += 1;
    const fields = parseObject(bytes.toString('utf8'));
    if (fields === null) {
      this.#unparsed += 1;
      return null;
    }
    const { mappings, logsource } = this.#options;
    const event = applyMapping(mappings, { ...logsource, fields });
    const hits = this.#rules.evaluate(event);
    const end = start + bytes.length;
    if (hits.length === 0) return null;
    return { start, end, number: this.#number, isLeft: false, hits, event: () => event };
  }
}

/** Where to stop reading: behind the last whole line that fits; behind the first line where that is too long. */
function endOfPart(bytes: Uint8Array, from: number): number {
  if (bytes.length - from <= PART_BYTES) return bytes.length;
  const last = bytes.lastIndexOf(NEWLINE, from + PART_BYTES - 1);
  if (last >= from) return last + 1;
  const first = bytes.indexOf(NEWLINE, from);
  return first === -1 ? bytes.length : first + 1;
}

function parseObject(text: string): SigmaEvent['fields'] | null {
  try {
    const value = JSON.parse(text) as unknown;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as SigmaEvent['fields']) : null;
  } catch {
    return null;
  }
}

/** Some value of the type of a kind. */
function sampleOf(kind: number): string | number | boolean | null {
  if ((kind & KIND.string) !== 0) return 'text';
  if ((kind & KIND.boolean) !== 0) return true;
  return (kind & KIND.null) === 0 ? 1 : null;
}

function noEvent(): never {
  throw new Error('a line that is left to the caller has no event');
}

function withHeads(name: string): readonly string[] {
  return [name, ...headsOf(name)];
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
