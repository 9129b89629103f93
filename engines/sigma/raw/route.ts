import type { SigmaEvent, SigmaLogSource } from '../api.ts';
import type { CompiledRule } from '../compile/engine.ts';
import type { EventView } from '../compile/event-view.ts';
import { type Atom, type Clause, clausesOf } from '../compile/requirement.ts';
import type { FieldTable, MappingFile } from '../mapping/mapping.ts';
import {
  type Addition,
  additionsOf,
  headsOf,
  mayBeMade,
  originsOf,
  tableNames,
  tablesFor,
} from './field-origins.ts';
import { CLAUSE_BITS, CLAUSES, ROUTE, RULE_LIMIT } from './layout.ts';
import { LiteralTable } from './literal-table.ts';
import { needleOf } from './needle.ts';
import { MemoryFull, type ScanMemory } from './scan-memory.ts';
import type { RouteFields } from './span-source.ts';

/** The rules for records of some log sources, and the address of the tables that say which of them are worth trying. */
export interface Route extends RouteFields {
  readonly rules: readonly CompiledRule[];
  readonly address: number;
}

/** What routes are made of. */
export interface RouteMaker {
  readonly memory: ScanMemory;
  readonly view: EventView;
  readonly files: readonly MappingFile[];
  readonly routingNames: readonly string[];
  readonly numberOf: ReadonlyMap<string, number>;
  readonly rulesFor: (sources: readonly SigmaLogSource[]) => readonly CompiledRule[];
}

/** Log sources of an event, its own first. */
export function logsourcesOf(event: SigmaEvent): readonly SigmaLogSource[] {
  return [event.logsource, ...(event.furtherLogsources ?? [])];
}

/** Makes a route, and writes its tables. Throws {@link MemoryFull}. */
export function makeRoute(maker: RouteMaker, sources: readonly SigmaLogSource[]): Route {
  const { memory, view, files, numberOf } = maker;
  const rules = maker.rulesFor(sources);
  if (rules.length > RULE_LIMIT) throw new MemoryFull('rules of one log source');
  const tables = tablesFor(files, sources);
  const writer = new RouteWriter(numberOf, tables);
  const needs = rules.map(({ rule }, number) => writer.addRule(clausesOf(rule), number));
  const address = memory.allot(ROUTE.bytes);
  memory.write(address + ROUTE.states, memory.allot(rules.length * 4));
  memory.write(address + ROUTE.needs, memory.putBytes(Uint8Array.from(needs)));
  writer.write(memory, address);
  const names = tableNames(tables);
  const added = new Set(tables.flatMap(additionsOf).map(({ name }) => name));
  const isMapped = view.slots.map(({ name }) => name !== null && (added.has(name) || name.includes('.')));
  const inputs = [...new Set([...maker.routingNames, ...names].flatMap((name) => [name, ...headsOf(name)]))];
  return { rules, address, isMapped, inputs };
}

/** What may be a part of a number. */
const NUMERIC = /^[\d.e+-]*$/;

/** Collects what is looked for in which field. */
class RouteWriter {
  readonly #numberOf: ReadonlyMap<string, number>;
  readonly #tables: readonly FieldTable[];
  readonly #additions: readonly Addition[];
  readonly #byField = new Map<number, LiteralTable>();
  readonly #keywords = new LiteralTable();
  #hasKeywords = false;
  readonly #always = new Set<number>();

  constructor(numberOf: ReadonlyMap<string, number>, tables: readonly FieldTable[]) {
    this.#numberOf = numberOf;
    this.#tables = tables;
    this.#additions = tables.flatMap(additionsOf);
  }

  /** Gives the clauses that the rule needs, a bit each. */
  addRule(clauses: readonly Clause[], number: number): number {
    const chosen = choose(clauses);
    const base = number << CLAUSE_BITS;
    if (chosen.length === 0) {
      this.#always.add(base);
      return 1;
    }
    for (const [index, clause] of chosen.entries()) {
      for (const atom of clause) this.#addAtom(atom, base | index);
    }
    return (1 << chosen.length) - 1;
  }

  write(memory: ScanMemory, route: number): void {
    const pointers = memory.allot((this.#numberOf.size + 1) * 4);
    memory.write(route + ROUTE.tables, pointers);
    for (const [field, table] of this.#byField) memory.write(pointers + field * 4, table.write(memory));
    if (this.#hasKeywords) memory.write(route + ROUTE.keywords, this.#keywords.write(memory));
    if (this.#always.size > 0) {
      memory.write(route + ROUTE.always, memory.putNumbers([this.#always.size, ...this.#always]));
    }
  }

  #addAtom(atom: Atom, code: number): void {
    if (atom.field === null) {
      this.#addKeyword(atom, code);
      return;
    }
    const { same, made, free } = originsOf(atom.field, this.#additions);
    if (free) this.#always.add(code);
    for (const name of same) {
      addToTable(this.#tableOf(name), atom, code);
      for (const head of headsOf(name)) {
        for (const outer of originsOf(head, this.#additions).same) this.#tableOf(outer).addNested(code);
      }
    }
    for (const name of made) {
      for (const part of [name, ...headsOf(name)]) this.#tableOf(part).addPresent(code);
    }
  }

  /** Keywords are looked for in the whole line, where a value begins and ends anywhere. */
  #addKeyword(atom: Atom, code: number): void {
    this.#hasKeywords = true;
    if (atom.kind === 'number' || atom.kind === 'present' || mayBeMade(atom.text, this.#tables)) {
      this.#keywords.addPresent(code);
      return;
    }
    if (NUMERIC.test(atom.text)) this.#keywords.addNumeric(code);
    this.#keywords.addNeedle({ bytes: needleOf(atom).bytes, anchors: 0 }, code);
  }

  #tableOf(name: string): LiteralTable {
    const field = this.#numberOf.get(name) ?? 0;
    const known = this.#byField.get(field);
    if (known !== undefined) return known;
    const table = new LiteralTable();
    this.#byField.set(field, table);
    return table;
  }
}

function addToTable(table: LiteralTable, atom: Atom, code: number): void {
  if (atom.kind === 'number') table.addNumber(atom.value, code);
  else if (atom.kind === 'present') table.addPresent(code);
  else table.addNeedle(needleOf(atom), code);
}

/** The clauses that are worth looking up: the best ones, and those with short texts only where there is no other. */
function choose(clauses: readonly Clause[]): readonly Clause[] {
  const cheap = clauses.filter((clause) => clause.every(isCheap));
  const isEnough = cheap.some((clause) => clause.every(({ kind }) => kind !== 'present'));
  return (isEnough ? cheap : clauses).slice(0, CLAUSES);
}

const SHORT = 4;

function isCheap(atom: Atom): boolean {
  return (
    atom.kind === 'number' ||
    atom.kind === 'present' ||
    atom.kind === 'equals' ||
    Buffer.byteLength(atom.text) >= SHORT
  );
}
