import { type ByteClasses, byteClassesOf } from './byte-classes.ts';
import { type Closure, ClosureFinder } from './closure.ts';
import { type Meter, spend } from './meter.ts';
import { EDGE, type Neighbour, neighbourOf, OTHER_BYTE } from './neighbour.ts';
import type { RegexProgram } from './program.ts';

/** Entries of the transition table that are no state. */
const UNKNOWN = -1;
const MATCH = -2;
const DEAD = -3;

/** Bounds of what one automaton keeps; past them it forgets everything and starts anew. */
const TABLE_LIMIT = 1 << 16;
const MEMBER_LIMIT = 1 << 17;

/** Instructions at which the machine may stand, and what it read last. */
interface State {
  readonly members: readonly number[];
  readonly before: Neighbour;
  /** By what comes next. */
  readonly closures: (Closure | undefined)[];
}

/**
 * A deterministic automaton whose states are made when a subject first needs them
 * (Aho, Sethi and Ullman §3.7; Cox, "Regular Expression Matching in the Wild", 2010).
 * Says whether there is a match anywhere; time is proportional to the subject, whatever the pattern.
 * A class, because it owns the table that grows while it runs.
 */
export class LazyDfa {
  readonly #program: RegexProgram;
  readonly #classes: ByteClasses;
  readonly #closures: ClosureFinder;
  readonly #tracksNeighbours: boolean;
  readonly #seen: Uint32Array;
  #generation = 0;
  #states: State[] = [];
  #numbers = new Map<string, number>();
  #memberCount = 0;
  /** Counts how often everything was forgotten. */
  #epoch = 0;
  /** `table[state * classCount + class]`: the next state multiplied likewise, or one of the constants above. */
  #table = new Int32Array(0);

  constructor(program: RegexProgram) {
    this.#program = program;
    this.#classes = byteClassesOf(program);
    this.#closures = new ClosureFinder(program);
    this.#tracksNeighbours = program.code.some((instruction) => instruction.kind === 'assertion');
    this.#seen = new Uint32Array(program.code.length);
    this.#addStart();
  }

  test(text: string, meter: Meter): boolean {
    const { classOf, count } = this.#classes;
    spend(meter, text.length);
    let table = this.#table;
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      const byteClass = classOf[text.charCodeAt(at) & 0xff] ?? 0;
      let next = table[state + byteClass] ?? UNKNOWN;
      if (next < 0) {
        if (next === UNKNOWN) {
          next = this.#makeTransition(state / count, byteClass, meter);
          table = this.#table;
        }
        if (next === MATCH) return true;
        if (next === DEAD) return false;
      }
      state = next;
    }
    const last = this.#states[state / count];
    return last !== undefined && this.#closureOf(last, EDGE, meter).accepts;
  }

  /** Works out one entry of the table and returns it. */
  #makeTransition(number: number, byteClass: number, meter: Meter): number {
    const state = this.#states[number];
    if (state === undefined) return DEAD;
    const byte = this.#classes.example[byteClass] ?? 0;
    const neighbour = this.#tracksNeighbours ? neighbourOf(byte) : OTHER_BYTE;
    const closure = this.#closureOf(state, neighbour, meter);
    const epoch = this.#epoch;
    const next = closure.accepts ? MATCH : this.#addState(this.#advance(closure, byte, meter), neighbour);
    // After the table was emptied the old state has no place in it.
    if (epoch === this.#epoch) this.#table[number * this.#classes.count + byteClass] = next;
    return next;
  }

  #closureOf(state: State, after: Neighbour, meter: Meter): Closure {
    const known = state.closures[after];
    if (known !== undefined) return known;
    const from = this.#program.anchored ? state.members : [0, ...state.members];
    const closure = this.#closures.find(from, { before: state.before, after }, meter);
    state.closures[after] = closure;
    this.#memberCount += closure.consumers.length;
    return closure;
  }

  /** Instructions behind those that consume the byte, sorted. */
  #advance(closure: Closure, byte: number, meter: Meter): readonly number[] {
    const members: number[] = [];
    this.#generation += 1;
    const add = (at: number) => {
      if (this.#seen[at] === this.#generation) return;
      this.#seen[at] = this.#generation;
      members.push(at);
    };
    spend(meter, closure.consumers.length);
    for (const at of closure.consumers) {
      const instruction = this.#program.code[at];
      if (instruction?.kind === 'backreference') add(at);
      else if (instruction?.kind === 'byte' && instruction.set[byte] === 1) add(at + 1);
      else if (instruction?.kind === 'span' && instruction.set[byte] === 1) {
        add(at);
        add(at + 1);
      }
    }
    return members.sort((a, b) => a - b);
  }

  /** The number of the state (times the number of classes), new or known. */
  #addState(members: readonly number[], before: Neighbour): number {
    if (members.length === 0 && this.#program.anchored) return DEAD;
    const key = `${before}:${members.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#states.length * this.#classes.count >= TABLE_LIMIT || this.#memberCount > MEMBER_LIMIT) {
      this.#states = [];
      this.#numbers = new Map();
      this.#memberCount = 0;
      this.#table = new Int32Array(0);
      this.#epoch += 1;
      this.#addStart();
    }
    const number = this.#states.length * this.#classes.count;
    this.#states.push({ members, before, closures: [] });
    this.#numbers.set(key, number);
    this.#memberCount += members.length + 1;
    if (this.#table.length < number + this.#classes.count) this.#growTable(number);
    return number;
  }

  #addStart(): void {
    this.#addState(this.#program.anchored ? [0] : [], this.#tracksNeighbours ? EDGE : OTHER_BYTE);
  }

  #growTable(number: number): void {
    const grown = new Int32Array(2 * number + 4 * this.#classes.count).fill(UNKNOWN);
    grown.set(this.#table);
    this.#table = grown;
  }
}
