import type { AutomatonMemory } from './automaton-memory.ts';
import { BackwardStepper } from './backward-stepper.ts';
import type { ByteClasses } from './byte-classes.ts';
import { type Meter, STEPS_OF_READ, spend } from './meter.ts';
import { EDGE, NEIGHBOUR_COUNT, NEIGHBOURS, type Neighbour, OTHER_BYTE } from './neighbour.ts';
import type { RegexProgram } from './program.ts';
import { type Closure, StateTable, UNKNOWN } from './state-table.ts';
import { SHUT } from './stepper.ts';

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
  from = 0;

  constructor(program: RegexProgram, classes: ByteClasses, memory: AutomatonMemory) {
    this.#program = program;
    this.#classes = classes;
    this.#stepper = new BackwardStepper(program);
    // Behind the classes stand the numbers of the closures, by what stands before the place.
    this.#states = new StateTable(classes.count + NEIGHBOUR_COUNT, {
      stepper: this.#stepper,
      memory,
      start: { members: new Int32Array(0), neighbour: program.hasAssertion ? EDGE : OTHER_BYTE },
    });
  }

  mayStart(at: number): boolean {
    return this.mayReach(0, at);
  }

  mayReach(instruction: number, at: number): boolean {
    const word = this.#closures[this.#closureAt[at] ?? 0]?.bits[instruction >>> 5] ?? 0;
    return (word & (1 << (instruction & 31))) !== 0;
  }

  /**
   * Reads the subject from the window's end; false when it would need too many states, and then the guide is not to
   * be asked.
   */
  read(text: string, { firstEnd, extent }: Window, meter: Meter): boolean {
    const states = this.#states;
    states.begin(meter);
    if (states.epoch !== this.#epoch) this.#closures = [];
    this.#reach(text.length + 1);
    const { classOf, count } = this.#classes;
    const closureAt = this.#closureAt;
    const { made } = states;
    // State 0 is the one at the subject's end.
    let state = extent === text.length ? 0 : states.find(NOTHING, this.#neighbourAt(text, extent), meter);
    this.#epoch = states.epoch;
    let { table } = states;
    let at = extent;
    for (; at > 0; at -= 1) {
      const byte = text.charCodeAt(at - 1) & 0xff;
      const column = classOf[byte] ?? 0;
      let closure = table[state + count + (NEIGHBOURS[byte] ?? 0)] ?? UNKNOWN;
      if (closure === UNKNOWN) closure = this.#makeClosure(state, NEIGHBOURS[byte] as Neighbour, meter);
      closureAt[at] = closure;
      let next = at === firstEnd ? UNKNOWN : (table[state + column] ?? UNKNOWN);
      if (next < 0) {
        if (next === UNKNOWN) {
          const isShut = at <= firstEnd;
          next = this.#follow(closure, { byte, shut: isShut ? SHUT : 0 }, meter);
          table = states.table;
          if (states.epoch !== this.#epoch || states.made - made > STATES_PER_SUBJECT) return false;
          if (at !== firstEnd) table[state + column] = next;
        }
        if (next === DEAD) break;
      }
      state = next;
    }
    if (at === 0) closureAt[0] = this.#makeClosure(state, EDGE, meter);
    this.from = at;
    spend(meter, STEPS_OF_READ * (extent - at));
    return true;
  }

  #neighbourAt(text: string, at: number): Neighbour {
    if (!this.#program.hasAssertion) return OTHER_BYTE;
    return (NEIGHBOURS[text.charCodeAt(at) & 0xff] ?? OTHER_BYTE) as Neighbour;
  }

  #makeClosure(state: number, beside: Neighbour, meter: Meter): number {
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
    const neighbour = this.#program.hasAssertion ? (NEIGHBOURS[byte] ?? OTHER_BYTE) : OTHER_BYTE;
    return this.#states.find(members, neighbour | shut, meter);
  }

  #reach(length: number): void {
    if (this.#closureAt.length < length) this.#closureAt = new Int32Array(2 * length);
  }
}
