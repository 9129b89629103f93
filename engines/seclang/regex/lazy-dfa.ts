import type { AutomatonMemory } from './automaton-memory.ts';
import type { ByteClasses } from './byte-classes.ts';
import { ForwardStepper } from './forward-stepper.ts';
import { type Meter, STEPS_OF_BYTE, spend } from './meter.ts';
import { EDGE, OTHER_BYTE } from './neighbour.ts';
import type { RegexProgram } from './program.ts';
import { type State, StateTable, UNKNOWN } from './state-table.ts';
import { subjectBytes } from './subject-bytes.ts';

/** Entries of the transition table that are no state. */
const MATCH = -2;
const DEAD = -3;

/** No offset. */
const NONE = -1;

/** When this many states were made for one subject, and fewer bytes than this for each, it goes on without them. */
const WASTEFUL_STATES = 500;
const BYTES_PER_STATE = 8;

/**
 * Says whether there is a match anywhere in a subject, and where one must have ended; time is proportional to its length, whatever the pattern.
 * A class, because it owns the automaton that grows while it runs.
 */
export class LazyDfa {
  readonly #program: RegexProgram;
  readonly #classes: ByteClasses;
  readonly #stepper: ForwardStepper;
  readonly #longLength: number;
  readonly #states: StateTable;
  /** The state that the last walk ended in. */
  #reached = 0;
  #last: Pick<State, 'members' | 'neighbour'> | null = null;

  constructor(
    program: RegexProgram,
    classes: ByteClasses,
    { memory, longLength }: { readonly memory: AutomatonMemory; readonly longLength: number },
  ) {
    this.#longLength = longLength;
    this.#program = program;
    this.#classes = classes;
    this.#stepper = new ForwardStepper(program);
    this.#states = new StateTable(classes.count, {
      stepper: this.#stepper,
      memory,
      neighbourCount: program.neighbourCount,
      start: {
        members: Int32Array.from(program.anchored ? [0] : []),
        neighbour: program.hasAssertion ? EDGE : OTHER_BYTE,
      },
    });
  }

  /** Offset at which the match that ends first does so; -1 where there is none. */
  firstEnd(text: string, meter: Meter): number {
    const states = this.#states;
    states.begin(meter);
    const { length } = text;
    const { made } = states;
    const bytes = length < this.#longLength ? null : subjectBytes(text);
    let state = 0;
    let at = 0;
    while (at < length) {
      // As far as the table goes, in a loop that does nothing else.
      at = bytes === null ? this.#walkText(text, at, state) : this.#walkBytes(bytes, at, state);
      state = this.#reached;
      if (at === length) break;
      const column = this.#classes.classOf[text.charCodeAt(at) & 0xff] ?? 0;
      let next = states.table[state + column] ?? UNKNOWN;
      if (next === UNKNOWN) next = this.#makeTransition(state, column, meter);
      if (next < 0) {
        spend(meter, STEPS_OF_BYTE * at);
        if (next === DEAD) return NONE;
        this.#last = states.state(state) ?? null;
        return at;
      }
      at += 1;
      state = next;
      if (isWasteful(states.made - made, at)) return this.#simulate(text, { at, state }, meter);
    }
    spend(meter, STEPS_OF_BYTE * length);
    this.#last = states.state(state) ?? null;
    return states.closure(state, EDGE, { backward: false, meter }).accepts ? length : NONE;
  }

  /** Follows the table up to an entry that is no state; returns the offset of its byte. */
  #walkText(text: string, from: number, start: number): number {
    const { classOf } = this.#classes;
    const { table } = this.#states;
    const { length } = text;
    let state = start;
    let at = from;
    while (at < length) {
      const next = table[state + (classOf[text.charCodeAt(at) & 0xff] ?? 0)] ?? UNKNOWN;
      if (next < 0) break;
      state = next;
      at += 1;
    }
    this.#reached = state;
    return at;
  }

  /** The same over bytes. */
  #walkBytes(bytes: Uint8Array, from: number, start: number): number {
    const { classOf } = this.#classes;
    const { table } = this.#states;
    const { length } = bytes;
    let state = start;
    let at = from;
    while (at < length) {
      const next = table[state + (classOf[bytes[at] ?? 0] ?? 0)] ?? UNKNOWN;
      if (next < 0) break;
      state = next;
      at += 1;
    }
    this.#reached = state;
    return at;
  }

  /** Where the machine stood at the offset that `firstEnd` last gave; its starts up to there are all of them in it. */
  get lastState(): Pick<State, 'members' | 'neighbour'> {
    return this.#last ?? { members: new Int32Array(0), neighbour: OTHER_BYTE };
  }

  /** Works out one entry of the table and returns it. */
  #makeTransition(state: number, column: number, meter: Meter): number {
    const states = this.#states;
    const byte = this.#classes.example[column] ?? 0;
    const neighbour = this.#neighbourOf(byte);
    const closure = states.closure(state, neighbour, { backward: false, meter });
    const { epoch } = states;
    const next = closure.accepts ? MATCH : this.#follow(closure.members, byte, meter);
    // After the table was emptied the old state has no place in it.
    if (epoch === states.epoch) states.table[state + column] = next;
    return next;
  }

  #follow(closed: Int32Array, byte: number, meter: Meter): number {
    const members = this.#stepper.advance(closed, byte, meter);
    if (members.length === 0 && this.#program.anchored) return DEAD;
    return this.#states.find(members, this.#neighbourOf(byte), meter);
  }

  #neighbourOf(byte: number): number {
    return this.#program.neighbours[byte] ?? OTHER_BYTE;
  }

  /** Goes on from a state without keeping those that follow: slower a byte, but not slower for bytes that vary. */
  #simulate(text: string, from: { readonly at: number; readonly state: number }, meter: Meter): number {
    const stepper = this.#stepper;
    const start = this.#states.state(from.state);
    let members: Int32Array = start?.members ?? new Int32Array(0);
    let before: number = start?.neighbour ?? OTHER_BYTE;
    for (let { at } = from; at < text.length; at += 1) {
      const byte = text.charCodeAt(at) & 0xff;
      const after = this.#neighbourOf(byte);
      if (stepper.close(members, { before, after }, meter)) {
        this.#last = { members: members.slice(), neighbour: before };
        return at;
      }
      members = stepper.advance(stepper.closed.items.subarray(0, stepper.closed.count), byte, meter);
      if (members.length === 0 && this.#program.anchored) return NONE;
      before = after;
    }
    if (!stepper.close(members, { before, after: EDGE }, meter)) return NONE;
    this.#last = { members: members.slice(), neighbour: before };
    return text.length;
  }
}

/** Whether so many new states for so many bytes cost more than they save. */
function isWasteful(made: number, bytes: number): boolean {
  return made > WASTEFUL_STATES && bytes < BYTES_PER_STATE * made;
}
