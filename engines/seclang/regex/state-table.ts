import type { AutomatonMemory, Tenant } from './automaton-memory.ts';
import { type Meter, STEPS_OF_MEMBER, STEPS_OF_STATE, spend } from './meter.ts';
import type { Stepper } from './stepper.ts';

/** The entry of a transition that was not asked for yet. */
export const UNKNOWN = -1;

/** What a state leads to without consuming, given what stands on its other side. */
export interface Closure {
  /** Number of the closure, from 0, in the order of making. */
  readonly number: number;
  readonly members: Int32Array;
  readonly accepts: boolean;
  /** The members again, a bit for each instruction, where the automaton runs backwards. */
  readonly bits: Uint32Array;
}

/** Instructions at which the machine stands, and what it read last (a neighbour, perhaps with `SHUT`). */
export interface State {
  readonly members: Int32Array;
  readonly neighbour: number;
  /** By what comes next. */
  readonly closures: (Closure | undefined)[];
}

/** A state that a run can begin with, or that is to be found in one of the first rows. */
export type Start = Pick<State, 'members' | 'neighbour'>;

/** Bytes that one automaton may keep. Past it, everything is forgotten and begun anew. */
const TABLE_LIMIT_BYTES = 4 * 1024 * 1024;
const NO_BITS = new Uint32Array(0);
const BYTES_OF_STATE = 200;
const BYTES_OF_CLOSURE = 80;

/**
 * The states of a deterministic automaton, made when a subject first needs them (Aho, Sethi and Ullman §3.7; Cox,
 * "Regular Expression Matching in the Wild", 2010). A class, because it owns the table that grows.
 */
export class StateTable implements Tenant {
  bytes = 0;
  usedAt = 0;
  /** `table[state + class]`: the next state, {@link UNKNOWN}, or what its owner wrote. States are numbers of rows. */
  table: Int32Array = new Int32Array(0);
  /** Counts how often everything was forgotten. */
  epoch = 0;
  /** States made so far, forgotten ones too. */
  made = 0;
  readonly #columns: number;
  readonly #neighbourCount: number;
  readonly #stepper: Stepper;
  readonly #memory: AutomatonMemory;
  readonly #starts: readonly Start[];
  #states: State[] = [];
  #closureCount = 0;
  #numbers = new Map<string, number>();

  constructor(
    columns: number,
    {
      stepper,
      memory,
      neighbourCount,
      starts,
    }: {
      readonly stepper: Stepper;
      /** That of the program. */
      readonly neighbourCount: number;
      readonly memory: AutomatonMemory;
      /** The states that are made before all others, in the first rows. */
      readonly starts: readonly Start[];
    },
  ) {
    this.#columns = columns;
    this.#neighbourCount = neighbourCount;
    this.#stepper = stepper;
    this.#memory = memory;
    this.#starts = starts;
  }

  /** To be called before each run: makes the first states, in rows from 0 on, where there are none. */
  begin(meter: Meter): void {
    this.usedAt = this.#memory.clock;
    if (this.#states.length > 0) return;
    for (const { members, neighbour } of this.#starts) this.find(members, neighbour, meter);
  }

  forget(): void {
    this.#states = [];
    this.#numbers = new Map();
    this.table = new Int32Array(0);
    this.#closureCount = 0;
    this.epoch += 1;
  }

  /** Members of a state, and what was read last. */
  state(number: number): State | undefined {
    return this.#states[number / this.#columns];
  }

  /** The state with these members (sorted in place), new or known. May forget all others; then `epoch` has grown. */
  find(members: Int32Array, neighbour: number, meter: Meter): number {
    const key = keyOf(members.sort(), neighbour);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.bytes > TABLE_LIMIT_BYTES) {
      this.forget();
      this.#memory.release(this);
      this.begin(meter);
      return this.find(members, neighbour, meter);
    }
    const number = this.#states.length * this.#columns;
    this.made += 1;
    spend(meter, STEPS_OF_STATE + STEPS_OF_MEMBER * members.length);
    this.#states.push({ members: members.slice(), neighbour, closures: new Array(this.#neighbourCount) });
    this.#numbers.set(key, number);
    const tableBytes = this.#reach(number + this.#columns);
    this.#memory.grow(this, BYTES_OF_STATE + 6 * members.length + tableBytes);
    return number;
  }

  /** What the state leads to without consuming; `beside` stands where it goes to. */
  closure(number: number, beside: number, { backward, meter }: { backward: boolean; meter: Meter }): Closure {
    const state = this.state(number);
    if (state === undefined) throw new RangeError(`there is no state ${number}`);
    const known = state.closures[beside];
    if (known !== undefined) return known;
    const stepper = this.#stepper;
    const { neighbour } = state;
    const places = backward ? { before: beside, after: neighbour } : { before: neighbour, after: beside };
    const accepts = stepper.close(state.members, places, meter);
    const members = stepper.closed.items.slice(0, stepper.closed.count);
    const bits = backward ? bitsOf(members, stepper.closed.items.length) : NO_BITS;
    const closure = { number: this.#closureCount++, members, accepts, bits };
    state.closures[beside] = closure;
    this.#memory.grow(this, BYTES_OF_CLOSURE + 4 * (members.length + bits.length));
    return closure;
  }

  /** Makes the table long enough; returns the bytes that it grew by. */
  #reach(length: number): number {
    if (this.table.length >= length) return 0;
    const grown = new Int32Array(2 * length + 2 * this.#columns).fill(UNKNOWN);
    grown.set(this.table);
    const bytes = 4 * (grown.length - this.table.length);
    this.table = grown;
    return bytes;
  }
}

function keyOf(members: Int32Array, neighbour: number): string {
  return String.fromCharCode(neighbour, ...members);
}

function bitsOf(members: Int32Array, length: number): Uint32Array {
  const bits = new Uint32Array((length >>> 5) + 1);
  for (const member of members) bits[member >>> 5] = (bits[member >>> 5] ?? 0) | (1 << (member & 31));
  return bits;
}
