import { createVariable, type Variable } from './variable.ts';

/** Values that rules write (`TX`, `IP` …), by name without regard to case. Owned by one transaction. */
export class KeyedStore {
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
    const name = key.toLowerCase();
    if (this.#variables.size >= KeyedStore.limit && !this.#variables.has(name)) {
      throw new RangeError(`more than ${KeyedStore.limit} values in ${this.collection}`);
    }
    this.#variables.set(name, createVariable(this.collection, key, value));
  }

  delete(key: string): void {
    this.#variables.delete(key.toLowerCase());
  }

  values(): IterableIterator<Variable> {
    return this.#variables.values();
  }
}
