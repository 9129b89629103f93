import { type Meter, STEPS_OF_VISIT, spend } from './meter.ts';
import { HOLDS, MARKED_COUNT } from './neighbour.ts';
import {
  ACCEPT,
  ASSERT,
  BACKREFERENCE,
  BYTE,
  JUMP,
  LOOK,
  PROGRESS,
  type RegexProgram,
  SPAN,
  SPLIT,
} from './program.ts';
import { type Beside, type InstructionList, SHUT, type Stepper } from './stepper.ts';

/**
 * Follows the subject from right to left: at each place, the instructions from which the pattern's end can be reached
 * with the bytes behind the place. What is only nearly true of lookaround, atomic groups and backreferences is taken as
 * true, as by the forward stepper: it holds too many instructions, never too few.
 */
export class BackwardStepper implements Stepper {
  readonly #program: RegexProgram;
  readonly #end: number;
  /** Instructions that lead to instruction i without consuming: `#from[#fromStart[i]]` to `#from[#fromStart[i + 1]]`. */
  readonly #fromStart: Int32Array;
  readonly #from: Int32Array;
  readonly #seen: Uint32Array;
  readonly #open: Int32Array;
  readonly closed: InstructionList;
  #generation = 0;
  #openCount = 0;

  /** `end`: the instruction that is to be reached. */
  constructor(program: RegexProgram, end: number) {
    this.#program = program;
    this.#end = end;
    const { starts, sources } = reversedEdges(program);
    this.#fromStart = starts;
    this.#from = sources;
    this.#seen = new Uint32Array(program.length + 1);
    this.#open = new Int32Array(program.length + 1);
    this.closed = { items: new Int32Array(program.length + 1), count: 0 };
  }

  close(members: Int32Array, { before, after }: Beside, meter: Meter): boolean {
    const { op, x } = this.#program;
    const { closed } = this;
    const { items } = closed;
    closed.count = 0;
    this.#generation += 1;
    let accepts = false;
    const add = (at: number) => {
      if (this.#seen[at] === this.#generation) return;
      this.#seen[at] = this.#generation;
      items[closed.count++] = at;
      if (at === 0) accepts = true;
    };
    if ((after & SHUT) === 0) add(this.#end);
    const behind = after & ~SHUT;
    for (let at = 0; at < members.length; at += 1) add(members[at] ?? 0);
    for (let next = 0; next < closed.count; next += 1) {
      const target = items[next] ?? 0;
      const end = this.#fromStart[target + 1] ?? 0;
      for (let edge = this.#fromStart[target] ?? 0; edge < end; edge += 1) {
        const at = this.#from[edge] ?? 0;
        const isOpen =
          op[at] !== ASSERT || HOLDS[((x[at] ?? 0) * MARKED_COUNT + before) * MARKED_COUNT + behind] === 1;
        if (isOpen) add(at);
      }
    }
    spend(meter, STEPS_OF_VISIT * closed.count);
    return accepts;
  }

  advance(closed: Int32Array, byte: number, meter: Meter): Int32Array {
    const { op, x, sets } = this.#program;
    this.#generation += 1;
    this.#openCount = 0;
    for (let number = 0; number < closed.length; number += 1) {
      const at = closed[number] ?? 0;
      const kind = op[at];
      if (kind === BACKREFERENCE) this.#add(at);
      else if (kind === SPAN && sets[256 * (x[at] ?? 0) + byte] === 1) this.#add(at);
      const before = op[at - 1];
      const consumes = before === BYTE || before === SPAN;
      if (consumes && sets[256 * (x[at - 1] ?? 0) + byte] === 1) this.#add(at - 1);
    }
    spend(meter, STEPS_OF_VISIT * closed.length);
    return this.#open.subarray(0, this.#openCount);
  }

  #add(at: number): void {
    if (this.#seen[at] === this.#generation) return;
    this.#seen[at] = this.#generation;
    this.#open[this.#openCount++] = at;
  }
}

/** The ways that consume nothing, turned round and sorted by where they lead. */
function reversedEdges(program: RegexProgram): { readonly starts: Int32Array; readonly sources: Int32Array } {
  const { length } = program;
  const starts = new Int32Array(length + 2);
  forEachEdge(program, (_, to) => {
    starts[to + 1] = (starts[to + 1] ?? 0) + 1;
  });
  for (let at = 1; at < starts.length; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const filled = starts.slice();
  const sources = new Int32Array(starts[length + 1] ?? 0);
  forEachEdge(program, (from, to) => {
    sources[filled[to] ?? 0] = from;
    filled[to] = (filled[to] ?? 0) + 1;
  });
  return { starts, sources };
}

/** Says each way that consumes nothing; the same ways as the forward stepper goes. */
function forEachEdge({ length, op, x, y }: RegexProgram, say: (from: number, to: number) => void): void {
  for (let at = 0; at < length; at += 1) {
    switch (op[at]) {
      case ACCEPT:
        if (at < length - 1) say(at, at + 1);
        break;
      case BYTE:
        break;
      case SPAN:
        if (y[at] === 0) say(at, at + 1);
        break;
      case SPLIT:
        say(at, x[at] ?? 0);
        say(at, y[at] ?? 0);
        break;
      case JUMP:
        say(at, x[at] ?? 0);
        break;
      case PROGRESS:
        say(at, y[at] ?? 0);
        say(at, at + 1);
        break;
      case LOOK:
        say(at, y[at] ?? 0);
        break;
      default:
        say(at, at + 1);
    }
  }
}
