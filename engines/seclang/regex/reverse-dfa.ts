import type { AutomatonMemory } from './automaton-memory.ts';
import { BackwardStepper } from './backward-stepper.ts';
import type { ByteClasses } from './byte-classes.ts';
import { type Meter, STEPS_OF_READ, spend } from './meter.ts';
import { EDGE, OTHER_BYTE } from './neighbour.ts';
import type { RegexProgram } from './program.ts';
import { type Closure, StateTable, UNKNOWN } from './state-table.ts';
import { SHUT } from './stepper.ts';
import { subjectBytes } from './subject-bytes.ts';

/** The part of a subject that matches with the leftmost start can be in. */
export interface Window {
  /** No match ends before this offset; -1 where that is not known. */
  readonly firstEnd: number;
  /** None of those that start at or before `firstEnd` ends behind this offset. */
  readonly extent: number;
}

/** From where in a subject the pattern's end can be reached. Written again by the next subject. */
export interface Guide {
  /** No match begins before this offset. The guide knows the subject from here to the window's end. */
  readonly from: number;
  /** Whether a match may begin at the offset. */
  mayStart(at: number): boolean;
  /** Whether the end may be reached from an instruction at an offset. False is final. */
  mayReach(instruction: number, at: number): boolean;
  /** The first offset from `from` on where `mayReach` of the instruction is `wanted`; the window's end at most. */
  seek(instruction: number, from: number, wanted: boolean): number;
}

const NOTHING = new Int32Array(0);

/** The entry of a transition into nothing. */
const DEAD = -3;

/** Several times the states that ordinary subjects need; beyond it the guide is given up. */
const STATES_PER_SUBJECT = 2_000;

/**
 * Reads a subject from its end to its start and notes, for each place, from which instructions the pattern's end can
 * be reached, so that a search need not try what cannot succeed (the first pass of Frisch and Cardelli, "Greedy Regular
 * Expression Matching", 2004). A class, because it owns the automaton and the notes on the last subject.
 */
export class ReverseDfa implements Guide {
  readonly #program: RegexProgram;
  readonly #classes: ByteClasses;
  readonly #stepper: BackwardStepper;
  readonly #states: StateTable;
  /** By offset: the number of the closure there. */
  #closureAt = new Int32Array(0);
  /** Closures by their number. */
  #closures: Closure[] = [];
  #epoch = 0;
  /** End of the window that was read last. */
  #extent = 0;
  /** The state that the last walk or step ended in. */
  #reached = 0;
  from = 0;

  /** `end`: the instruction that is to be reached; unless told otherwise, the pattern's last. */
  constructor(
    program: RegexProgram,
    classes: ByteClasses,
    { memory, end = program.length - 1 }: { readonly memory: AutomatonMemory; readonly end?: number },
  ) {
    this.#program = program;
    this.#classes = classes;
    this.#stepper = new BackwardStepper(program, end);
    // Behind the classes stand the numbers of the closures, by what stands before the place.
    this.#states = new StateTable(classes.count + program.neighbourCount, {
      stepper: this.#stepper,
      memory,
      neighbourCount: program.neighbourCount,
      starts: [{ members: new Int32Array(0), neighbour: program.hasAssertion ? EDGE : OTHER_BYTE }],
    });
  }

  mayStart(at: number): boolean {
    return this.mayReach(0, at);
  }

  mayReach(instruction: number, at: number): boolean {
    const word = this.#closures[this.#closureAt[at] ?? 0]?.bits[instruction >>> 5] ?? 0;
    return (word & (1 << (instruction & 31))) !== 0;
  }

  seek(instruction: number, from: number, wanted: boolean): number {
    const closures = this.#closures;
    const closureAt = this.#closureAt;
    const word = instruction >>> 5;
    const bit = 1 << (instruction & 31);
    let at = from;
    for (; at < this.#extent; at += 1) {
      const bits = closures[closureAt[at] ?? 0]?.bits[word] ?? 0;
      if (((bits & bit) !== 0) === wanted) break;
    }
    return at;
  }

  /**
   * Reads the subject from the window's end; false when it would need too many states, and then the guide is not to
   * be asked.
   */
  read(text: string, { firstEnd, extent }: Window, meter: Meter): boolean {
    const states = this.#states;
    states.begin(meter);
    if (states.epoch !== this.#epoch) this.#closures = [];
    if (this.#closureAt.length <= text.length) this.#closureAt = new Int32Array(2 * text.length + 2);
    const { made } = states;
    const bytes = subjectBytes(text);
    // State 0 is the one at the subject's end.
    const beside = this.#program.neighbours[bytes[extent] ?? 0] ?? OTHER_BYTE;
    this.#reached = extent === text.length ? 0 : states.find(NOTHING, beside, meter);
    this.#epoch = states.epoch;
    let at = extent;
    this.#extent = extent;
    while (at > 0) {
      if (at !== firstEnd) at = this.#walk(bytes, at, at > firstEnd ? Math.max(firstEnd, 0) : 0);
      if (at === 0) break;
      const isLast = this.#step({ at, byte: bytes[at - 1] ?? 0, firstEnd }, meter);
      if (states.epoch !== this.#epoch || states.made - made > STATES_PER_SUBJECT) return false;
      if (isLast) break;
      at -= 1;
    }
    if (at === 0) this.#closureAt[0] = this.#makeClosure(this.#reached, EDGE, meter);
    this.from = at;
    spend(meter, STEPS_OF_READ * (extent - at));
    return true;
  }

  /** Follows the table down to `to`, or to an entry that is no state, noting the closures; returns where it stopped. */
  #walk(bytes: Uint8Array, from: number, to: number): number {
    const { classOf, count } = this.#classes;
    const { table } = this.#states;
    const { neighbours } = this.#program;
    const closureAt = this.#closureAt;
    let state = this.#reached;
    let at = from;
    while (at > to) {
      const byte = bytes[at - 1] ?? 0;
      const closure = table[state + count + (neighbours[byte] ?? 0)] ?? UNKNOWN;
      const next = table[state + (classOf[byte] ?? 0)] ?? UNKNOWN;
      if (closure < 0 || next < 0) break;
      closureAt[at] = closure;
      state = next;
      at -= 1;
    }
    this.#reached = state;
    return at;
  }

  /** One byte for which there is no entry; true when there is nothing before it. */
  #step(
    { at, byte, firstEnd }: { readonly at: number; readonly byte: number; readonly firstEnd: number },
    meter: Meter,
  ): boolean {
    const states = this.#states;
    const state = this.#reached;
    const { classOf, count } = this.#classes;
    const column = classOf[byte] ?? 0;
    const beside = this.#program.neighbours[byte] ?? OTHER_BYTE;
    let closure = states.table[state + count + beside] ?? UNKNOWN;
    if (closure === UNKNOWN) closure = this.#makeClosure(state, beside, meter);
    this.#closureAt[at] = closure;
    // Where the first match ends, another state is gone to than by the table: below it none ends.
    let next = at === firstEnd ? UNKNOWN : (states.table[state + column] ?? UNKNOWN);
    if (next === UNKNOWN) {
      next = this.#follow(closure, { byte, shut: at <= firstEnd ? SHUT : 0 }, meter);
      if (at !== firstEnd && states.epoch === this.#epoch) states.table[state + column] = next;
    }
    if (next === DEAD) return true;
    this.#reached = next;
    return false;
  }

  #makeClosure(state: number, beside: number, meter: Meter): number {
    const asked = this.#program.hasAssertion ? beside : OTHER_BYTE;
    const closure = this.#states.closure(state, asked, { backward: true, meter });
    this.#closures[closure.number] = closure;
    this.#states.table[state + this.#classes.count + beside] = closure.number;
    return closure.number;
  }

  /** The state before the byte. Nothing can be on its way there where no match ends behind it. */
  #follow(
    closure: number,
    { byte, shut }: { readonly byte: number; readonly shut: number },
    meter: Meter,
  ): number {
    const closed = this.#closures[closure]?.members ?? new Int32Array(0);
    const members = this.#stepper.advance(closed, byte, meter);
    if (shut !== 0 && members.length === 0) return DEAD;
    const neighbour = this.#program.neighbours[byte] ?? OTHER_BYTE;
    return this.#states.find(members, neighbour | shut, meter);
  }
}
