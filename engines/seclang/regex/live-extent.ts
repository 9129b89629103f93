import type { AutomatonMemory } from './automaton-memory.ts';
import type { ByteClasses } from './byte-classes.ts';
import { ForwardStepper } from './forward-stepper.ts';
import { type Meter, STEPS_OF_BYTE, spend } from './meter.ts';
import { OTHER_BYTE } from './neighbour.ts';
import type { RegexProgram } from './program.ts';
import { type State, StateTable, UNKNOWN } from './state-table.ts';
import { subjectBytes } from './subject-bytes.ts';

/** The entry of a transition into nothing. */
const DEAD = -3;
/** Beyond this many states for one subject, the rest of the subject is taken to be needed. */
const STATES_PER_SUBJECT = 500;

/**
 * Says how far the matches that have begun can reach, by following the machine without new beginnings until it stands
 * nowhere. A class, because it owns an automaton.
 */
export class LiveExtent {
  readonly #program: RegexProgram;
  readonly #classes: ByteClasses;
  readonly #stepper: ForwardStepper;
  readonly #states: StateTable;
  /** The state that the last walk ended in. */
  #reached = 0;

  constructor(program: RegexProgram, classes: ByteClasses, memory: AutomatonMemory) {
    this.#program = { ...program, anchored: true };
    this.#classes = classes;
    this.#stepper = new ForwardStepper(this.#program);
    this.#states = new StateTable(classes.count, {
      stepper: this.#stepper,
      memory,
      neighbourCount: program.neighbourCount,
      starts: [{ members: new Int32Array(0), neighbour: OTHER_BYTE }],
    });
  }

  /** Offset at which nothing is alive any more of what stands at `at` or begins there; the subject's length at most. */
  find(
    text: string,
    { at, state }: { readonly at: number; readonly state: Pick<State, 'members' | 'neighbour'> },
    meter: Meter,
  ): number {
    const states = this.#states;
    states.begin(meter);
    const bytes = subjectBytes(text);
    const { length } = text;
    const { made } = states;
    this.#reached = states.find(withStart(state.members), state.neighbour, meter);
    let end = at;
    while (end < length) {
      end = this.#walk(bytes, end, length);
      if (end === length) break;
      const column = this.#classes.classOf[bytes[end] ?? 0] ?? 0;
      let next = states.table[this.#reached + column] ?? UNKNOWN;
      if (next === UNKNOWN) next = this.#makeTransition(this.#reached, column, meter);
      end += 1;
      if (next === DEAD) break;
      if (states.made - made > STATES_PER_SUBJECT) end = length;
      this.#reached = next;
    }
    spend(meter, STEPS_OF_BYTE * (end - at));
    return end;
  }

  /** Follows the table up to an entry that is no state; returns the offset of its byte. */
  #walk(bytes: Uint8Array, from: number, length: number): number {
    const { classOf } = this.#classes;
    const { table } = this.#states;
    let row = this.#reached;
    let at = from;
    while (at < length) {
      const next = table[row + (classOf[bytes[at] ?? 0] ?? 0)] ?? UNKNOWN;
      if (next < 0) break;
      row = next;
      at += 1;
    }
    this.#reached = row;
    return at;
  }

  #makeTransition(row: number, column: number, meter: Meter): number {
    const states = this.#states;
    const byte = this.#classes.example[column] ?? 0;
    const neighbour = this.#program.neighbours[byte] ?? OTHER_BYTE;
    const closure = states.closure(row, neighbour, { backward: false, meter });
    const members = this.#stepper.advance(closure.members, byte, meter);
    const { epoch } = states;
    const next = members.length === 0 ? DEAD : states.find(members, neighbour, meter);
    if (epoch === states.epoch) states.table[row + column] = next;
    return next;
  }
}

/** The members, and the first instruction: a match may begin just here. */
function withStart(members: Int32Array): Int32Array {
  if (members.includes(0)) return members.slice();
  const all = new Int32Array(members.length + 1);
  all.set(members, 1);
  return all;
}
