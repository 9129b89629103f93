import type { SettledNames } from '../compile/settled-names.ts';
import { parseNumber } from '../operators/compare.ts';
import { KeyedStore, type RuleStore } from './keyed-store.ts';
import type { SettledState, SettledStates } from './settled-state.ts';
import type { Variable } from './variable.ts';

/**
 * `TX` of one transaction: settled variables first, in the order in which they were written, then all others (captures,
 * what rules took from the request). A class, because it owns both.
 */
export class TxStore implements RuleStore {
  readonly #names: SettledNames;
  readonly #others = new KeyedStore('TX');
  /** The settled variables as they are now. */
  settled: SettledState;

  constructor({ names, start }: SettledStates) {
    this.#names = names;
    this.settled = start;
  }

  get(key: string): Variable | undefined {
    return this.getLower(key.toLowerCase());
  }

  /** As `get`, for a name that is in lower case already. */
  getLower(name: string): Variable | undefined {
    const number = this.#names.get(name);
    return number === undefined ? this.#others.getLower(name) : this.settled.at(number);
  }

  set(key: string, value: string): void {
    this.setLower(key.toLowerCase(), key, value);
  }

  /** As `set`; `name` is the key in lower case. Throws RangeError when there are too many variables. */
  setLower(name: string, key: string, value: string): void {
    if (this.#names.has(name)) this.settled = this.settled.with(key, value);
    else this.#others.setLower(name, key, value);
  }

  add(key: string, amount: number): void {
    this.set(key, String(parseNumber(this.get(key)?.value ?? '0') + amount));
  }

  delete(key: string): void {
    if (!this.#names.has(key.toLowerCase())) this.#others.delete(key);
    else if (this.get(key) !== undefined) this.settled = this.settled.with(key, null);
  }

  values(): readonly Variable[] {
    return [...this.settled.values(), ...this.#others.values()];
  }

  /** Values of which the predicate holds, in their order. */
  select(holds: (variable: Variable) => boolean): readonly Variable[] {
    const selected = this.#others.select(holds);
    const first = this.settled.select(holds);
    return first.length === 0 ? selected : [...first, ...selected];
  }
}
