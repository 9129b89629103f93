import { parseNumber } from '../operators/compare.ts';
import { createVariable, type Variable } from './variable.ts';

/** A collection that rules write by `setvar` (`TX`, `IP` …); names are equal without regard to case. */
export interface RuleStore {
  get(key: string): Variable | undefined;
  set(key: string, value: string): void;
  /** Adds to the number that is there, 0 where there is none. */
  add(key: string, amount: number): void;
  delete(key: string): void;
  values(): Iterable<Variable>;
}

/** Gaps that a store may have beside as many as it has values. */
const ROOM_FOR_REMOVED = 64;

/** Values that rules write and that go with the transaction, by which it is owned. */
export class KeyedStore implements RuleStore {
  readonly collection: string;
  /** By lower-case name: the place in the list. */
  readonly #places = new Map<string, number>();
  /** In the order in which the names came; null where one was removed. */
  #variables: (Variable | null)[] = [];

  constructor(collection: string) {
    this.collection = collection;
  }

  /** Number of values that one request may write; further names are refused. */
  static readonly limit = 4096;

  get(key: string): Variable | undefined {
    return this.getLower(key.toLowerCase());
  }

  /** As `get`, for a name that is in lower case already. */
  getLower(name: string): Variable | undefined {
    const place = this.#places.get(name);
    return place === undefined ? undefined : (this.#variables[place] ?? undefined);
  }

  set(key: string, value: string): void {
    this.setLower(key.toLowerCase(), key, value);
  }

  /** As `set`; `name` is the key in lower case. */
  setLower(name: string, key: string, value: string): void {
    const variable = createVariable(this.collection, key, value);
    const place = this.#places.get(name);
    if (place !== undefined) {
      this.#variables[place] = variable;
      return;
    }
    if (this.#places.size >= KeyedStore.limit) {
      throw new RangeError(`more than ${KeyedStore.limit} values in ${this.collection}`);
    }
    this.#places.set(name, this.#variables.push(variable) - 1);
  }

  add(key: string, amount: number): void {
    this.set(key, String(parseNumber(this.get(key)?.value ?? '0') + amount));
  }

  delete(key: string): void {
    const name = key.toLowerCase();
    const place = this.#places.get(name);
    if (place === undefined) return;
    this.#variables[place] = null;
    this.#places.delete(name);
    // Captures come and go with each match: what they leave behind must not grow.
    if (this.#variables.length > 2 * this.#places.size + ROOM_FOR_REMOVED) this.#close();
  }

  values(): readonly Variable[] {
    return this.#variables.filter((variable) => variable !== null);
  }

  /** Values of which the predicate holds, in their order. */
  select(holds: (variable: Variable) => boolean): readonly Variable[] {
    const selected: Variable[] = [];
    for (const variable of this.#variables) if (variable !== null && holds(variable)) selected.push(variable);
    return selected;
  }

  /** Closes the gaps that removed names left. */
  #close(): void {
    const names = [...this.#places].sort((one, other) => one[1] - other[1]).map(([name]) => name);
    this.#variables = [...this.values()];
    names.forEach((name, place) => {
      this.#places.set(name, place);
    });
  }
}
