import type { RegexMatch } from './api.ts';
import { type ByteSet, foldByte } from './byte-set.ts';
import { type Meter, spend } from './meter.ts';
import { EDGE, holds, neighbourOf } from './neighbour.ts';
import type { Instruction, RegexProgram } from './program.ts';
import type { Assertion } from './syntax.ts';
import { VisitedPlaces } from './visited-places.ts';

/**
 * Finds the leftmost match with PCRE's preferences, by trying alternatives in their order.
 * A choice that failed at an offset fails there for ever, so that none is tried twice and the work is bounded by
 * (instructions × subject); that does not hold with backreferences, for which only the meter is a bound.
 * A class, because it owns the stack of one search. Make a new one for each search.
 */
export class Backtracker {
  readonly #program: RegexProgram;
  readonly #text: string;
  readonly #meter: Meter;
  readonly #slots: Int32Array;
  /** Pairs: (instruction, offset) to go on with, or (-1 - slot, value) to put back. */
  readonly #stack: number[] = [];
  readonly #visited: VisitedPlaces | null;
  /** Places added since the outermost run inside the pattern (lookaround, atomic group) began. */
  readonly #added: number[] = [];
  #depth = 0;

  constructor(program: RegexProgram, text: string, meter: Meter) {
    this.#program = program;
    this.#text = text;
    this.#meter = meter;
    this.#slots = new Int32Array(program.slotCount).fill(-1);
    this.#visited = program.hasBackreference
      ? null
      : new VisitedPlaces(program.code.length * (text.length + 1) * (program.loopDepth + 1));
  }

  /** `first`: bytes with which a match can begin, or null for any. */
  search(first: ByteSet | null): RegexMatch | null {
    const last = this.#program.anchored ? 0 : this.#text.length;
    for (let start = 0; start <= last; start += 1) {
      if (first !== null && first[this.#text.charCodeAt(start) & 0xff] !== 1) continue;
      if (this.#run(0, start) !== -1) return this.#match();
    }
    spend(this.#meter, last);
    return null;
  }

  #match(): RegexMatch {
    const groups = Array.from({ length: this.#program.groupCount + 1 }, (_, group) => {
      const start = this.#slots[2 * group] ?? -1;
      const end = this.#slots[2 * group + 1] ?? -1;
      return start === -1 || end === -1 ? undefined : this.#text.slice(start, end);
    });
    return { index: this.#slots[0] ?? 0, end: this.#slots[1] ?? 0, groups };
  }

  /** Runs from an instruction to the next `accept`; returns the offset there, or -1. Only values to put back stay on the stack. */
  #run(instruction: number, offset: number): number {
    const base = this.#stack.length;
    let at = instruction;
    let position = offset;
    for (;;) {
      spend(this.#meter, 1);
      const step = this.#program.code[at];
      if (step === undefined || step.kind === 'accept') {
        this.#dropChoices(base);
        return position;
      }
      const next = this.#step(step, at, position);
      if (next !== -1) {
        at = next;
        position = this.#position;
        continue;
      }
      at = this.#backtrack(base);
      if (at === -1) return -1;
      position = this.#position;
    }
  }

  /** Offset behind the last step; set by `#step` and `#backtrack`. */
  #position = 0;

  /** Does one instruction; returns the next one, or -1 when it fails. */
  #step(step: Instruction, at: number, position: number): number {
    this.#position = position;
    switch (step.kind) {
      case 'byte':
        if (position >= this.#text.length) return -1;
        this.#position = position + 1;
        return step.set[this.#text.charCodeAt(position) & 0xff] === 1 ? at + 1 : -1;
      case 'span':
        return this.#span(step, position) ? at + 1 : -1;
      case 'split':
        if (!this.#isNew(at, position, step.loops)) return -1;
        this.#stack.push(step.second, position);
        return step.first;
      case 'jump':
        return step.target;
      case 'save':
      case 'mark':
        this.#stack.push(-1 - step.slot, this.#slots[step.slot] ?? -1);
        this.#slots[step.slot] = position;
        return at + 1;
      case 'progress':
        return this.#slots[step.slot] === position ? step.exit : at + 1;
      case 'assertion':
        return this.#holds(step.at, position) ? at + 1 : -1;
      case 'backreference':
        return this.#repeatGroup(step, position) ? at + 1 : -1;
      case 'atomic':
        this.#position = this.#runInside(step.body, position);
        return this.#position === -1 ? -1 : step.next;
      case 'look':
        return this.#look(step, position) ? step.next : -1;
      default:
        return -1;
    }
  }

  /** Undoes steps back to the last choice above `base`; returns its instruction, or -1. */
  #backtrack(base: number): number {
    while (this.#stack.length > base) {
      const value = this.#stack.pop() ?? 0;
      const at = this.#stack.pop() ?? 0;
      if (at >= 0) {
        this.#position = value;
        return at;
      }
      this.#slots[-1 - at] = value;
    }
    return -1;
  }

  #dropChoices(base: number): void {
    let kept = base;
    for (let at = base; at < this.#stack.length; at += 2) {
      const instruction = this.#stack[at] ?? 0;
      if (instruction >= 0) continue;
      this.#stack[kept] = instruction;
      this.#stack[kept + 1] = this.#stack[at + 1] ?? 0;
      kept += 2;
    }
    this.#stack.length = kept;
  }

  /** What comes after a choice depends on where it is, and on which loops around it consumed nothing yet. */
  #isNew(at: number, position: number, loops: readonly number[]): boolean {
    if (this.#visited === null) return true;
    let idle = 0;
    while (idle < loops.length && this.#slots[loops[idle] ?? 0] === position) idle += 1;
    const place = (at * (this.#text.length + 1) + position) * (this.#program.loopDepth + 1) + idle;
    if (!this.#visited.add(place)) return false;
    if (this.#depth > 0) this.#added.push(place);
    return true;
  }

  /** A run of its own inside the pattern. Places on the way of one that succeeded did not fail: they are forgotten. */
  #runInside(instruction: number, position: number): number {
    const firstAdded = this.#added.length;
    this.#depth += 1;
    const end = this.#run(instruction, position);
    this.#depth -= 1;
    if (end !== -1) for (const place of this.#added.splice(firstAdded)) this.#visited?.remove(place);
    if (this.#depth === 0) this.#added.length = 0;
    return end;
  }

  #look(step: Extract<Instruction, { kind: 'look' }>, position: number): boolean {
    const base = this.#stack.length;
    const found = step.bodies.some(
      ({ start, length }) => length <= position && this.#runInside(start, position - length) !== -1,
    );
    // What a negative lookaround captured is put back.
    if (step.negative) this.#backtrack(base);
    this.#position = position;
    return found !== step.negative;
  }

  #span({ set, min }: Extract<Instruction, { kind: 'span' }>, position: number): boolean {
    let end = position;
    while (end < this.#text.length && set[this.#text.charCodeAt(end) & 0xff] === 1) end += 1;
    spend(this.#meter, end - position);
    this.#position = end;
    return end - position >= min;
  }

  #holds(assertion: Assertion, position: number): boolean {
    const { length } = this.#text;
    if (assertion === 'text-end-or-last-line-feed') {
      return position === length || (position === length - 1 && this.#text.endsWith('\n'));
    }
    const before = position === 0 ? EDGE : neighbourOf(this.#text.charCodeAt(position - 1) & 0xff);
    const after = position === length ? EDGE : neighbourOf(this.#text.charCodeAt(position) & 0xff);
    return holds(assertion, before, after);
  }

  /** A group that took no part matches nothing, not even the empty text. */
  #repeatGroup(step: Extract<Instruction, { kind: 'backreference' }>, position: number): boolean {
    const start = this.#slots[2 * step.group] ?? -1;
    const length = (this.#slots[2 * step.group + 1] ?? -1) - start;
    if (start === -1 || length < 0 || position + length > this.#text.length) return false;
    spend(this.#meter, length);
    for (let at = 0; at < length; at += 1) {
      const wanted = this.#text.charCodeAt(start + at) & 0xff;
      const found = this.#text.charCodeAt(position + at) & 0xff;
      const same = step.ignoreCase ? foldByte(wanted) === foldByte(found) : wanted === found;
      if (!same) return false;
    }
    this.#position = position + length;
    return true;
  }
}
