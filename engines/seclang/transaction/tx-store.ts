import type { SettledNames } from '../compile/settled-names.ts';
import { parseNumber } from '../operators/compare.ts';
import { KeyedStore, type RuleStore } from './keyed-store.ts';
import type { SettledState, SettledStates } from './settled-state.ts';
import { createVariable, type Variable } from './variable.ts';

/** How many captures rules can read: `TX.0` to `TX.9`. */
const CAPTURES = 10;

const NOTHING: readonly undefined[] = [];

/** A write of a settled variable: its name as it is spelled, null where it is removed, and whether it ever was. */
interface Written {
  readonly key: string;
  readonly value: Variable | null;
  readonly isAnew: boolean;
}

/**
 * `TX` of one transaction: settled variables first, in the order in which they were written, then captures, then all
 * others (what rules took from the request). A class, because it owns them.
 */
export class TxStore implements RuleStore {
  readonly #names: SettledNames;
  readonly #others = new KeyedStore('TX');
  /** What matched last with `capture`; variables are made of it when a rule asks. */
  #captures: readonly (string | undefined)[] = NOTHING;
  #settled: SettledState;
  /** What was written since, by lower-case name: a rule may count on and on before anybody asks for the state. */
  readonly #written = new Map<string, Written>();

  constructor({ names, start }: SettledStates) {
    this.#names = names;
    this.#settled = start;
  }

  /** The settled variables as they are now. */
  get settled(): SettledState {
    if (this.#written.size === 0) return this.#settled;
    for (const { key, value, isAnew } of this.#written.values()) {
      if (isAnew) this.#settled = this.#settled.with(key, null);
      if (value !== null) this.#settled = this.#settled.with(key, value.value);
    }
    this.#written.clear();
    return this.#settled;
  }

  set settled(state: SettledState) {
    this.#written.clear();
    this.#settled = state;
  }

  get(key: string): Variable | undefined {
    return this.getLower(key.toLowerCase());
  }

  /** As `get`, for a name that is in lower case already. */
  getLower(name: string): Variable | undefined {
    const number = this.#names.get(name);
    if (number !== undefined) {
      const written = this.#written.get(name);
      return written === undefined ? this.#settled.at(number) : (written.value ?? undefined);
    }
    const capture = captureNumber(name);
    return capture === -1 ? this.#others.getLower(name) : this.#captured(capture);
  }

  /** What `%{tx.name}` stands for; the name is in lower case. */
  textOf(name: string): string {
    const capture = captureNumber(name);
    return (capture === -1 ? this.getLower(name)?.value : this.#captures[capture]) ?? '';
  }

  set(key: string, value: string): void {
    this.setLower(key.toLowerCase(), key, value);
  }

  /** As `set`; `name` is the key in lower case. Throws RangeError when there are too many variables. */
  setLower(name: string, key: string, value: string): void {
    const capture = captureNumber(name);
    if (capture !== -1) this.#captures = withCapture(this.#captures, capture, value);
    else if (this.#names.has(name)) this.#write(name, key, createVariable('TX', key, value));
    else this.#others.setLower(name, key, value);
  }

  /** Keeps what an operator captured as `TX.0` to `TX.9`, in place of what an earlier match left. */
  capture(groups: readonly (string | undefined)[]): void {
    this.#captures = groups;
  }

  add(key: string, amount: number): void {
    this.set(key, String(parseNumber(this.get(key)?.value ?? '0') + amount));
  }

  delete(key: string): void {
    const name = key.toLowerCase();
    const capture = captureNumber(name);
    if (capture !== -1) this.#captures = withCapture(this.#captures, capture, undefined);
    else if (!this.#names.has(name)) this.#others.delete(key);
    else if (this.getLower(name) !== undefined) this.#write(name, key, null);
  }

  #write(name: string, key: string, value: Variable | null): void {
    const before = this.#written.get(name);
    const isAnew = value === null || before?.isAnew === true;
    // A name that was removed comes last when it is written again.
    if (value === null || before?.value === null) this.#written.delete(name);
    this.#written.set(name, { key, value, isAnew });
  }

  values(): readonly Variable[] {
    return [...this.settled.values(), ...this.#allCaptured(), ...this.#others.values()];
  }

  /** Values of which the predicate holds, in their order; the predicate must be one that belongs to a rule. */
  select(holds: (variable: Variable) => boolean): readonly Variable[] {
    const settled = this.settled.select(holds);
    const others = this.#others.select(holds);
    const captured = this.#allCaptured().filter(holds);
    if (captured.length > 0) return [...settled, ...captured, ...others];
    return settled.length === 0 ? others : [...settled, ...others];
  }

  #captured(number: number): Variable | undefined {
    const text = this.#captures[number];
    return text === undefined ? undefined : createVariable('TX', String(number), text);
  }

  #allCaptured(): readonly Variable[] {
    const captured: Variable[] = [];
    for (let number = 0; number < Math.min(this.#captures.length, CAPTURES); number += 1) {
      const variable = this.#captured(number);
      if (variable !== undefined) captured.push(variable);
    }
    return captured;
  }
}

/** Number of the capture of that name; -1 where it is none. */
function captureNumber(name: string): number {
  if (name.length !== 1) return -1;
  const digit = name.charCodeAt(0) - 0x30;
  return digit >= 0 && digit < CAPTURES ? digit : -1;
}

function withCapture(
  captures: readonly (string | undefined)[],
  number: number,
  text: string | undefined,
): readonly (string | undefined)[] {
  return Array.from({ length: CAPTURES }, (_, at) => (at === number ? text : captures[at]));
}
