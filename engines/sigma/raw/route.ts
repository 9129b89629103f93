import type { SigmaLogSource } from '../api.ts';
import type { CompiledRule } from '../compile/engine.ts';
import type { EventView } from '../compile/event-view.ts';
import type { Atom, Clause } from '../compile/requirement.ts';
import type { FieldTable } from '../mapping/mapping.ts';
import type { FieldPlace } from './decide-atom.ts';
import { DecisionWriter } from './decide-writer.ts';
import {
  type Addition,
  additionsOf,
  headsOf,
  type MappedRoute,
  type Origins,
  originsOf,
  remainders,
  tableNames,
} from './field-origins.ts';
import { CLAUSE_BITS, CLAUSES, ROUTE, RULE_LIMIT } from './layout.ts';
import { LiteralTable } from './literal-table.ts';
import type { Needles } from './needle.ts';
import { MemoryFull, type ScanMemory } from './scan-memory.ts';
import type { RouteFields } from './span-source.ts';

/** The rules for records of some log sources, and the address of the tables that say which of them are worth trying. */
export interface Route extends RouteFields {
  readonly rules: readonly CompiledRule[];
  readonly address: number;
  /** Lets the scan decide the condition of a rule, by its number, from now on. */
  readonly decide: (number: number) => void;
}

/** What routes are made of. */
export interface RouteMaker {
  readonly memory: ScanMemory;
  readonly view: EventView;
  readonly routingNames: readonly string[];
  readonly numberOf: ReadonlyMap<string, number>;
  readonly needles: Needles;
  /** The clauses of rules that were chosen for other routes. */
  readonly chosen: Map<CompiledRule, readonly Clause[]>;
  readonly rulesFor: (sources: readonly SigmaLogSource[]) => readonly CompiledRule[];
}

/** Makes a route, and writes its tables. Throws {@link MemoryFull}. */
export function makeRoute(
  maker: RouteMaker,
  { sources, tables }: MappedRoute,
  logsource: SigmaLogSource,
): Route {
  const { memory, view, numberOf } = maker;
  const rules = maker.rulesFor(sources);
  if (rules.length > RULE_LIMIT) throw new MemoryFull('rules of one log source');
  const writer = new RouteWriter(maker, tables);
  const needs = rules.map((rule, number) => writer.addRule(chosenOf(rule, maker), number));
  const address = memory.allot(ROUTE.bytes);
  memory.write(address + ROUTE.states, memory.allot(rules.length * 4));
  memory.write(address + ROUTE.needs, memory.putBytes(Uint8Array.from(needs)));
  writer.write(memory, address);
  const programs = memory.allot(rules.length * 4);
  memory.write(address + ROUTE.programs, programs);
  const names = tableNames(tables);
  const added = new Set(tables.flatMap(additionsOf).map(({ name }) => name));
  const isMapped = view.slots.map(({ name }) => name !== null && (added.has(name) || name.includes('.')));
  const aliases = view.slots.map(
    ({ name }) => aliasesOf(name, tables, added)?.map((from) => numberOf.get(from) ?? 0) ?? null,
  );
  const decisions = new DecisionWriter(memory, (field) => placeOf(field, { numberOf, tables, added }), {
    programs,
    chosen: (rule) => chosenOf(rule, maker),
  });
  const inputs = [...maker.routingNames, ...names].flatMap((name) => [name, ...headsOf(name)]);
  return {
    rules,
    address,
    decide: (number) => {
      const rule = rules[number];
      if (rule !== undefined) decisions.add(rule, number);
    },
    isMapped,
    aliases,
    tables,
    logsource,
    inputs: new Set(inputs.map((name) => numberOf.get(name) ?? 0)),
  };
}

/**
 * The fields of which the first that is there gives the value of another that is not, where that is all there is to it;
 * null where tables do more.
 */
function aliasesOf(
  name: string | null,
  tables: readonly FieldTable[],
  added: ReadonlySet<string>,
): readonly string[] | null {
  if (name === null || name.includes('.')) return null;
  const from: string[] = [];
  for (const table of tables) {
    const additions = additionsOf(table).filter((addition) => addition.name === name);
    const aliases = table.aliases.filter((alias) => alias.name === name);
    if (additions.length > aliases.length || (aliases.length > 0 && table.where.length > 0)) return null;
    from.push(...aliases.flatMap((alias) => alias.from));
  }
  return from.some((other) => added.has(other) || other.includes('.')) ? null : from;
}

/** Where programs find the value of a field. */
function placeOf(
  field: string,
  route: {
    readonly numberOf: ReadonlyMap<string, number>;
    readonly tables: readonly FieldTable[];
    readonly added: ReadonlySet<string>;
  },
): FieldPlace {
  const { numberOf, tables, added } = route;
  const numbersOf = (names: readonly string[]) => names.map((name) => numberOf.get(name) ?? 0);
  const aliases = aliasesOf(field, tables, added);
  if (aliases !== null && field !== '') {
    return { fields: numbersOf([field, ...aliases]), otherwise: 'missing' };
  }
  const heads = headsOf(field);
  const isMade = heads.length === 0 || [field, ...heads].some((name) => added.has(name));
  return { fields: numbersOf([field]), otherwise: isMade ? 'unknown' : numbersOf(heads) };
}

/** What may be a part of a number. */
const NUMERIC = /^[\d.e+-]*$/;

/** Collects what is looked for in which field. */
class RouteWriter {
  readonly #numberOf: ReadonlyMap<string, number>;
  readonly #needles: Needles;
  readonly #additions: readonly Addition[];
  readonly #remainderOf: (text: string) => string | null;
  readonly #originsOf = new Map<string, Origins>();
  readonly #byField = new Map<number, LiteralTable>();
  readonly #keywords = new LiteralTable();
  #hasKeywords = false;
  readonly #always = new Set<number>();

  constructor(
    { numberOf, needles }: Pick<RouteMaker, 'numberOf' | 'needles'>,
    tables: readonly FieldTable[],
  ) {
    this.#numberOf = numberOf;
    this.#needles = needles;
    this.#remainderOf = remainders(tables);
    this.#additions = tables.flatMap(additionsOf);
  }

  /** Gives the clauses that the rule needs, a bit each. */
  addRule(chosen: readonly Clause[], number: number): number {
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
    const { same, made, free } = this.#origins(atom.field);
    if (free) this.#always.add(code);
    for (const name of same) {
      this.#addSame(this.#tableOf(name), atom, code);
      for (const head of headsOf(name)) {
        for (const outer of this.#origins(head).same) this.#tableOf(outer).addNested(code);
      }
    }
    for (const name of made) {
      for (const part of [name, ...headsOf(name)]) this.#addMade(this.#tableOf(part), atom, code);
    }
  }

  #origins(field: string): Origins {
    const known = this.#originsOf.get(field);
    if (known !== undefined) return known;
    const origins = originsOf(field, this.#additions);
    this.#originsOf.set(field, origins);
    return origins;
  }

  /** A value that tables make of several holds stretches of them. */
  #addMade(table: LiteralTable, atom: Atom, code: number): void {
    const isText = atom.kind !== 'number' && atom.kind !== 'present';
    const text = isText ? this.#remainderOf(atom.text) : null;
    if (text === null) table.addPresent(code);
    else table.addNeedle(this.#needles.containing(text), code);
  }

  #addSame(table: LiteralTable, atom: Atom, code: number): void {
    if (atom.kind === 'number') table.addNumber(this.#needles.ofNumber(atom.value), code);
    else if (atom.kind === 'present') table.addPresent(code);
    else table.addNeedle(this.#needles.of(atom), code);
  }

  /** Keywords are looked for in the whole line, where a value begins and ends anywhere. */
  #addKeyword(atom: Atom, code: number): void {
    this.#hasKeywords = true;
    this.#addMade(this.#keywords, atom, code);
    if (atom.kind !== 'number' && atom.kind !== 'present' && NUMERIC.test(atom.text))
      this.#keywords.addNumeric(code);
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

function chosenOf(rule: CompiledRule, { chosen }: Pick<RouteMaker, 'chosen'>): readonly Clause[] {
  const known = chosen.get(rule);
  if (known !== undefined) return known;
  const clauses = choose(rule.clauses());
  chosen.set(rule, clauses);
  return clauses;
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
