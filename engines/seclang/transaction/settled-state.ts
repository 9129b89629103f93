import type { SettledNames } from '../compile/settled-names.ts';
import type { ControlRun } from './control-run.ts';
import { createVariable, type Variable } from './variable.ts';

/** Most states and runs that are kept; when there are more, all are forgotten. */
const KEPT_STATES = 2048;
const KEPT_RUNS = 16_384;

/** Most values that are told apart by a number; longer ones are not: no rule wrote them by itself. */
const KEPT_VALUES = 4096;
const KEPT_LENGTH = 2048;

/**
 * The values of all settled variables of TX at some moment, never changed: a write leads to another state. States are
 * kept, and what followed from them with them, because few of them occur (see `findSettledNames`).
 */
export interface SettledState {
  /** What control rules came to from here before, by where they began and ended; see `runControl`. */
  runOf(place: number): ControlRun | undefined;
  keepRun(place: number, run: ControlRun): void;
  /** The variable of that number; undefined where it is not set. */
  at(number: number): Variable | undefined;
  /** All that are set, in the order in which they were. */
  values(): readonly Variable[];
  /** Those of which the predicate holds, in that order. The predicate must be one that belongs to a rule. */
  select(holds: (variable: Variable) => boolean): readonly Variable[];
  /** The state after a write of a settled variable; `key` is its name as it is spelled, `value` null to remove it. */
  with(key: string, value: string | null): SettledState;
}

/** The states of an inspector. */
export interface SettledStates {
  readonly names: SettledNames;
  /** Where transactions begin. */
  readonly start: SettledState;
}

/** Begins with the given variables, of which some may not be settled: these are left out. */
export function createSettledStates(
  names: SettledNames,
  given: readonly { readonly key: string; readonly value: string }[],
): SettledStates {
  return new StateTable(names, given);
}

/** A class, because it owns the states; transactions that run keep the ones that they are in. */
class StateTable implements SettledStates {
  readonly names: SettledNames;
  readonly #given: readonly { readonly key: string; readonly value: string }[];
  readonly #byContent = new Map<string, SettledState>();
  /** By name and value as `name=value`. */
  readonly #numbers = new Map<string, number>();
  #start: SettledState | null = null;
  #runs = 0;

  constructor(names: SettledNames, given: readonly { readonly key: string; readonly value: string }[]) {
    this.names = names;
    this.#given = given.filter(({ key }) => names.has(key.toLowerCase()));
  }

  get start(): SettledState {
    this.#start ??= this.#given.reduce<SettledState>(
      (state, { key, value }) => state.with(key, value),
      new KeptState(this, []),
    );
    return this.#start;
  }

  /** The one state with that content; a new one each time where it holds a value that is not kept. */
  intern(variables: readonly Variable[]): SettledState {
    const content = this.#contentOf(variables);
    const kept = content === null ? undefined : this.#byContent.get(content);
    if (kept !== undefined) return kept;
    const state = new KeptState(this, variables);
    if (content !== null) this.#byContent.set(content, state);
    return state;
  }

  countRun(): void {
    this.#runs += 1;
    if (this.#runs >= KEPT_RUNS) this.#forget();
  }

  #forget(): void {
    this.#byContent.clear();
    this.#numbers.clear();
    this.#start = null;
    this.#runs = 0;
  }

  /** Numbers of the names and values, in order; null where one of them is not kept. */
  #contentOf(variables: readonly Variable[]): string | null {
    if (this.#byContent.size >= KEPT_STATES || this.#numbers.size >= KEPT_VALUES) this.#forget();
    let content = '';
    for (const { key, value } of variables) {
      if (value.length > KEPT_LENGTH || (key?.length ?? 0) > KEPT_LENGTH) return null;
      const written = `${key ?? ''}=${value}`;
      const number = this.#numbers.get(written) ?? this.#numbers.size;
      this.#numbers.set(written, number);
      content += `${number},`;
    }
    return content;
  }
}

/** A class, because it owns what was found to follow from it. */
class KeptState implements SettledState {
  readonly #runs = new Map<number, ControlRun>();
  readonly #table: StateTable;
  readonly #variables: readonly Variable[];
  readonly #byNumber: (Variable | undefined)[];
  #selected: Map<(variable: Variable) => boolean, readonly Variable[]> | null = null;
  /** The states that writes led to, by key and value; removals by key. */
  readonly #written = new Map<string, Map<string, SettledState>>();
  readonly #removed = new Map<string, SettledState>();

  constructor(table: StateTable, variables: readonly Variable[]) {
    this.#table = table;
    this.#variables = variables;
    this.#byNumber = new Array<Variable | undefined>(table.names.size).fill(undefined);
    for (const variable of variables) {
      this.#byNumber[table.names.get(variable.key?.toLowerCase() ?? '') ?? 0] = variable;
    }
  }

  runOf(place: number): ControlRun | undefined {
    return this.#runs.get(place);
  }

  keepRun(place: number, run: ControlRun): void {
    this.#runs.set(place, run);
    this.#table.countRun();
  }

  at(number: number): Variable | undefined {
    return this.#byNumber[number];
  }

  values(): readonly Variable[] {
    return this.#variables;
  }

  select(holds: (variable: Variable) => boolean): readonly Variable[] {
    const kept = this.#selected?.get(holds);
    if (kept !== undefined) return kept;
    const selected = this.#variables.filter(holds);
    this.#selected ??= new Map();
    this.#selected.set(holds, selected);
    return selected;
  }

  with(key: string, value: string | null): SettledState {
    const kept = value === null ? this.#removed.get(key) : this.#written.get(key)?.get(value);
    return kept ?? this.#lead(key, value);
  }

  #lead(key: string, value: string | null): SettledState {
    const name = key.toLowerCase();
    const isNamed = (variable: Variable): boolean => variable.key?.toLowerCase() === name;
    if (value === null) {
      const next = this.#table.intern(this.#variables.filter((variable) => !isNamed(variable)));
      this.#removed.set(key, next);
      return next;
    }
    const variable = createVariable('TX', key, value);
    const isNew = !this.#variables.some(isNamed);
    const variables = isNew
      ? [...this.#variables, variable]
      : this.#variables.map((one) => (isNamed(one) ? variable : one));
    const next = this.#table.intern(variables);
    if (key.length + value.length > KEPT_LENGTH) return next;
    const ofKey = this.#written.get(key) ?? new Map<string, SettledState>();
    this.#written.set(key, ofKey.set(value, next));
    return next;
  }
}
