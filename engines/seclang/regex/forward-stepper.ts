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
import type { Beside, InstructionList, Stepper } from './stepper.ts';

/**
 * Follows the subject from left to right. Lookaround is taken to hold, and an atomic group, a span and a backreference
 * to match whatever they could: for irregular programs it accepts too much, never too little.
 */
export class ForwardStepper implements Stepper {
  readonly #program: RegexProgram;
  readonly #seen: Uint32Array;
  readonly #open: Int32Array;
  readonly #next: Int32Array;
  readonly closed: InstructionList;
  #generation = 0;
  #openCount = 0;

  constructor(program: RegexProgram) {
    this.#program = program;
    this.#seen = new Uint32Array(program.length + 1);
    this.#open = new Int32Array(program.length + 1);
    this.#next = new Int32Array(program.length + 1);
    this.closed = { items: new Int32Array(program.length + 1), count: 0 };
  }

  close(members: Int32Array, { before, after }: Beside, meter: Meter): boolean {
    const { op, x, y, length, anchored } = this.#program;
    const { closed } = this;
    const open = this.#open;
    closed.count = 0;
    this.#openCount = 0;
    this.#generation += 1;
    let visits = 0;
    let accepts = false;
    if (!anchored) this.#add(0);
    for (let at = 0; at < members.length; at += 1) this.#add(members[at] ?? 0);
    while (this.#openCount > 0) {
      const at = open[--this.#openCount] ?? 0;
      visits += 1;
      switch (op[at]) {
        case ACCEPT:
          if (at === length - 1) accepts = true;
          // The end of an atomic group stands before what follows it.
          else this.#add(at + 1);
          break;
        case BYTE:
          closed.items[closed.count++] = at;
          break;
        case SPAN:
          closed.items[closed.count++] = at;
          if (y[at] === 0) this.#add(at + 1);
          break;
        case BACKREFERENCE:
          closed.items[closed.count++] = at;
          this.#add(at + 1);
          break;
        case SPLIT:
          this.#add(y[at] ?? 0);
          this.#add(x[at] ?? 0);
          break;
        case JUMP:
          this.#add(x[at] ?? 0);
          break;
        case PROGRESS:
          this.#add(y[at] ?? 0);
          this.#add(at + 1);
          break;
        case ASSERT:
          if (HOLDS[((x[at] ?? 0) * MARKED_COUNT + before) * MARKED_COUNT + after] === 1) this.#add(at + 1);
          break;
        case LOOK:
          this.#add(y[at] ?? 0);
          break;
        default:
          // Slots are nothing to it; an atomic group enters its body.
          this.#add(at + 1);
      }
    }
    spend(meter, STEPS_OF_VISIT * visits);
    return accepts;
  }

  advance(closed: Int32Array, byte: number, meter: Meter): Int32Array {
    const { op, x, sets } = this.#program;
    const next = this.#next;
    const seen = this.#seen;
    this.#generation += 1;
    let count = 0;
    for (let number = 0; number < closed.length; number += 1) {
      const at = closed[number] ?? 0;
      const kind = op[at];
      // A span goes on and may end; a backreference may always go on, and ends without consuming.
      const stays = kind === BACKREFERENCE;
      if (!stays && sets[256 * (x[at] ?? 0) + byte] !== 1) continue;
      for (let target = stays || kind === SPAN ? at : at + 1; target <= (stays ? at : at + 1); target += 1) {
        if (seen[target] === this.#generation) continue;
        seen[target] = this.#generation;
        next[count++] = target;
      }
    }
    spend(meter, STEPS_OF_VISIT * closed.length);
    return next.subarray(0, count);
  }

  #add(at: number): void {
    if (this.#seen[at] === this.#generation) return;
    this.#seen[at] = this.#generation;
    this.#open[this.#openCount++] = at;
  }
}
