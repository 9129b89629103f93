import type { AutomatonMemory } from './automaton-memory.ts';
import type { ByteClasses } from './byte-classes.ts';
import { ForwardStepper } from './forward-stepper.ts';
import { type Meter, STEPS_OF_BYTE, spend } from './meter.ts';
import { EDGE, OTHER_BYTE } from './neighbour.ts';
import type { RegexProgram } from './program.ts';
import { RestingStates } from './resting-states.ts';
import { type State, StateTable, UNKNOWN } from './state-table.ts';
import { subjectBytes } from './subject-bytes.ts';

/** Entries of the transition table that are no state. */
const MATCH = -2;
const DEAD = -3;

/** No offset. */
const NONE = -1;
const NO_STATE: Pick<State, 'members' | 'neighbour'> = { members: new Int32Array(0), neighbour: OTHER_BYTE };

/** A code that is read by its low byte, and not found by searching for that. */
const NO_BYTE = /[^\0-\xff]/;

/** Subjects from this length on are written out as bytes, as many patterns read one in a row. */
const WRITTEN_LENGTH = 128;

/** Shorter subjects are read to their end sooner than something in them is searched for. */
const SHORT_LENGTH = 64;

/** When this many states were made for one subject, and fewer bytes than this for each, it goes on without them. */
const WASTEFUL_STATES = 500;
const BYTES_PER_STATE = 8;

/** An offset, and the state in which the machine stands there. */
interface Place {
  readonly at: number;
  readonly state: number;
}

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
  /** Null where it was found that many bytes lead out of them. */
  #resting: RestingStates | null;
  #knowsResting = false;
  /** The state that the last walk ended in. */
  #reached = 0;
  /** The state of the last match, or where it stood without one of its own. */
  #lastRow = 0;
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
    // Behind the classes stands what the subject's end leads to.
    const columns = classes.count + 1;
    const start = {
      members: Int32Array.from(program.anchored ? [0] : []),
      neighbour: program.hasAssertion ? EDGE : OTHER_BYTE,
    };
    // A pattern that can begin at the subject's start alone is over where nothing of it has begun.
    this.#resting = program.anchored ? null : new RestingStates(program, columns);
    this.#states = new StateTable(columns, {
      stepper: this.#stepper,
      memory,
      neighbourCount: program.neighbourCount,
      starts: this.#resting === null ? [start] : [start, ...this.#resting.starts],
    });
  }

  /** Offset at which the match that ends first does so; -1 where there is none. */
  firstEnd(text: string, meter: Meter): number {
    const states = this.#states;
    states.begin(meter);
    const { length } = text;
    const { made } = states;
    const resting = length < SHORT_LENGTH ? null : this.#restingStates(text, meter);
    const isWritten = resting === null && length >= Math.min(WRITTEN_LENGTH, this.#longLength);
    const bytes = isWritten ? subjectBytes(text) : null;
    let state = 0;
    let at = 0;
    while (at < length) {
      // As far as the table goes, in a loop that does nothing else.
      if (resting !== null) at = this.#walkResting(text, resting, { at, state });
      else
        at = bytes === null ? this.#walkText(text, at, state) : this.#walkBytes(bytes, { at, state }, length);
      state = this.#reached;
      if (at === length) break;
      const column = this.#classes.classOf[text.charCodeAt(at) & 0xff] ?? 0;
      let next = states.table[state + column] ?? UNKNOWN;
      if (next === UNKNOWN) next = this.#makeTransition(state, column, meter);
      if (next < 0) {
        spend(meter, STEPS_OF_BYTE * at);
        return next === DEAD ? NONE : this.#found(at, state);
      }
      at += 1;
      state = next;
      if (isWasteful(states.made - made, at)) return this.#simulate(text, { at, state }, meter);
    }
    spend(meter, STEPS_OF_BYTE * length);
    let end = states.table[state + this.#classes.count] ?? UNKNOWN;
    if (end === UNKNOWN) end = this.#makeEnd(state, meter);
    return end === MATCH ? this.#found(length, state) : NONE;
  }

  /** The resting states, ready for a search; null where it is no use to ask them. */
  #restingStates(text: string, meter: Meter): RestingStates | null {
    const resting = this.#resting;
    if (resting === null || NO_BYTE.test(text)) return null;
    if (!this.#knowsResting && !this.#learn(resting, meter)) return null;
    resting.begin();
    return resting;
  }

  /** Finds out once whether it is of use to ask for the resting states. */
  #learn(resting: RestingStates, meter: Meter): boolean {
    this.#knowsResting = true;
    const isUseful = resting.learn((row, neighbour) =>
      this.#states.closure(row, neighbour, { backward: false, meter }),
    );
    if (!isUseful) this.#resting = null;
    return isUseful;
  }

  #found(at: number, row: number): number {
    this.#lastRow = row;
    this.#last = null;
    return at;
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
  #walkBytes(bytes: Uint8Array, { at: from, state: start }: Place, length: number): number {
    const { classOf } = this.#classes;
    const { table } = this.#states;
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

  /** The same from one byte that leads out of the resting states to the next, where those are few. */
  #walkResting(text: string, resting: RestingStates, { at: from, state: start }: Place): number {
    const { last } = resting;
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
      if (next > last) continue;
      const exit = resting.findExit(text, at);
      if (exit > at) state = resting.behind(text.charCodeAt(exit - 1) & 0xff);
      at = exit;
    }
    this.#reached = state;
    return at;
  }

  /** Where the machine stood at the offset that `firstEnd` last gave; its starts up to there are all of them in it. */
  get lastState(): Pick<State, 'members' | 'neighbour'> {
    return this.#last ?? this.#states.state(this.#lastRow) ?? NO_STATE;
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

  /** The entry for the subject's end: a match, or none. */
  #makeEnd(state: number, meter: Meter): number {
    const { accepts } = this.#states.closure(state, EDGE, { backward: false, meter });
    const entry = accepts ? MATCH : DEAD;
    this.#states.table[state + this.#classes.count] = entry;
    return entry;
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
  #simulate(text: string, from: Place, meter: Meter): number {
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
