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

/** Values that rules write and that go with the transaction, by which it is owned. */
export class KeyedStore implements RuleStore {
  readonly collection: string;
  readonly #variables = new Map<string, Variable>();

  constructor(collection: string) {
    this.collection = collection;
  }

  /** Number of values that one request may write; further names are refused. */
  static readonly limit = 4096;

  get(key: string): Variable | undefined {
    return this.#variables.get(key.toLowerCase());
  }

  /** As `get`, for a name that is in lower case already. */
  getLower(name: string): Variable | undefined {
    return this.#variables.get(name);
  }

  set(key: string, value: string): void {
    this.setLower(key.toLowerCase(), key, value);
  }

  /** As `set`; `name` is the key in lower case. */
  setLower(name: string, key: string, value: string): void {
    if (this.#variables.size >= KeyedStore.limit && !this.#variables.has(name)) {
      throw new RangeError(`more than ${KeyedStore.limit} values in ${this.collection}`);
    }
    this.#variables.set(name, createVariable(this.collection, key, value));
  }

  add(key: string, amount: number): void {
    const name = key.toLowerCase();
    this.setLower(name, key, String(parseNumber(this.getLower(name)?.value ?? '0') + amount));
  }

  delete(key: string): void {
    this.#variables.delete(key.toLowerCase());
  }

  values(): IterableIterator<Variable> {
    return this.#variables.values();
  }
}
