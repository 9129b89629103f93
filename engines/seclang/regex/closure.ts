import type { Meter } from './meter.ts';
import { spend } from './meter.ts';
import { holds, type Neighbour } from './neighbour.ts';
import type { RegexProgram } from './program.ts';

/** What can be reached without consuming a byte. */
export interface Closure {
  /** Instructions that consume a byte. */
  readonly consumers: readonly number[];
  /** The end of the pattern can be reached. */
  readonly accepts: boolean;
}

/**
 * Follows instructions that consume nothing. Lookaround is taken to hold, and an atomic group, a span and a
 * backreference to match whatever they could: for irregular programs the automaton accepts too much, never too little.
 */
export class ClosureFinder {
  readonly #program: RegexProgram;
  readonly #seen: Uint32Array;
  #generation = 0;

  constructor(program: RegexProgram) {
    this.#program = program;
    this.#seen = new Uint32Array(program.code.length);
  }

  find(
    from: Iterable<number>,
    beside: { readonly before: Neighbour; readonly after: Neighbour },
    meter: Meter,
  ): Closure {
    const consumers: number[] = [];
    const open = [...from];
    let accepts = false;
    this.#generation += 1;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (this.#seen[at] === this.#generation) continue;
      this.#seen[at] = this.#generation;
      spend(meter, 1);
      if (at === this.#program.code.length - 1) accepts = true;
      else this.#follow(at, beside, { open, consumers });
    }
    return { consumers, accepts };
  }

  #follow(
    at: number,
    beside: { readonly before: Neighbour; readonly after: Neighbour },
    { open, consumers }: { readonly open: number[]; readonly consumers: number[] },
  ): void {
    const instruction = this.#program.code[at];
    switch (instruction?.kind) {
      case 'byte':
        consumers.push(at);
        return;
      case 'span':
        consumers.push(at);
        if (instruction.min === 0) open.push(at + 1);
        return;
      case 'backreference':
        consumers.push(at);
        open.push(at + 1);
        return;
      case 'split':
        open.push(instruction.second, instruction.first);
        return;
      case 'jump':
        open.push(instruction.target);
        return;
      case 'progress':
        open.push(instruction.exit, at + 1);
        return;
      case 'assertion':
        if (holds(instruction.at, beside.before, beside.after)) open.push(at + 1);
        return;
      case 'look':
        open.push(instruction.next);
        return;
      default:
        // `save` and `mark` do nothing here; an `atomic` enters its body, whose `accept` stands before what follows it.
        open.push(at + 1);
    }
  }
}
