import type { RegexMatch } from './api.ts';
import { foldByte } from './byte-set.ts';
import type { LookAheads } from './look-aheads.ts';
import { matchOfSlots } from './match-of-slots.ts';
import { type Meter, STEPS_OF_BYTE, STEPS_OF_NOTE, STEPS_OF_TRIAL, spend } from './meter.ts';
import { EDGE, HOLDS, MARKED_COUNT } from './neighbour.ts';
import {
  ACCEPT,
  ASSERT,
  ASSERTIONS,
  ATOMIC,
  BACKREFERENCE,
  BYTE,
  JUMP,
  LOOK,
  MARK,
  PROGRESS,
  type RegexProgram,
  SAVE,
  SPAN,
  SPLIT,
} from './program.ts';
import type { Guide } from './reverse-dfa.ts';
import { VisitedPlaces } from './visited-places.ts';

const FAILED = -1;
const LAST_LINE_FEED = ASSERTIONS.indexOf('text-end-or-last-line-feed');

/** The meter is told of so many instructions at once. */
const TRIALS_AT_ONCE = 1024;

/** Choices from one start that are not worth a note; most starts fail sooner. */
const UNNOTED_CHOICES = 48;
/** Lookarounds that are tried before the subject is read for them. */
const TRIED_LOOKS = 32;
const KEPT_STACK = 4_096;
const NO_WORK: Meter = { steps: 0, limit: 0 };

/** What one search is about. */
export interface SearchInput {
  readonly text: string;
  readonly meter: Meter;
  /** Null where there is none; then everything is tried. */
  readonly guide: Guide | null;
}

/**
 * Finds the leftmost match with PCRE's preferences, by trying alternatives in their order, but none from which the
 * guide knows that the end is out of reach. A choice that failed at an offset (with the same captures, as far as
 * backreferences ask for them) fails there for ever, so that none is tried twice.
 * A class, because it owns the stack and the notes of a search, one at a time.
 */
export class Backtracker {
  readonly #program: RegexProgram;
  readonly #lookAheads: LookAheads;
  /** What a guide says is reached is reached: nothing of the pattern is only nearly true to it. */
  readonly #isExact: boolean;
  readonly #slots: Int32Array;
  #text = '';
  #meter: Meter = NO_WORK;
  #guide: Guide | null = null;
  /** Pairs: (instruction, offset) to go on with, or (-1 - slot, value) to put back. */
  #stack = new Int32Array(64);
  #top = 0;
  /** Choices met since the search began from its present start. */
  #choices = 0;
  /** By what the referenced groups captured; one entry where there are none. Empty until something is noted. */
  readonly #visited = new Map<string, VisitedPlaces>();
  #lastCaptures: readonly number[] = [];
  #lastVisited: VisitedPlaces | null = null;
  /** Places added since the outermost run inside the pattern (lookaround, atomic group) began. */
  readonly #added: { readonly visited: VisitedPlaces; readonly place: number }[] = [];
  #depth = 0;
  /** Times that a lookaround was tried in this search. */
  #looked = 0;
  /** Offset behind the last step. */
  #position = 0;

  constructor(program: RegexProgram, lookAheads: LookAheads) {
    this.#program = program;
    this.#lookAheads = lookAheads;
    this.#isExact = !program.irregular && program.loopDepth === 0;
    this.#slots = new Int32Array(program.slotCount);
  }

  search({ text, meter, guide }: SearchInput): RegexMatch | null {
    this.#text = text;
    this.#meter = meter;
    this.#guide = guide;
    this.#slots.fill(-1);
    this.#looked = 0;
    this.#lookAheads.begin();
    this.#top = this.#depth = this.#added.length = 0;
    try {
      const last = this.#program.anchored ? 0 : text.length;
      for (let start = guide?.from ?? 0; start <= last; start += 1) {
        if (guide !== null && !guide.mayStart(start)) continue;
        this.#choices = 0;
        if (this.#run(0, start) !== FAILED) return matchOfSlots(this.#slots, this.#program.groupCount, text);
      }
      return null;
    } finally {
      this.#release();
    }
  }

  /** Keeps no text, and of the stack and the notes no more than a small search needs. */
  #release(): void {
    this.#text = '';
    this.#guide = null;
    this.#meter = NO_WORK;
    if (this.#visited.size > 0) this.#visited.clear();
    this.#lastVisited = null;
    if (this.#stack.length > KEPT_STACK) this.#stack = new Int32Array(64);
  }

  /** Runs from an instruction to the next `ACCEPT`; returns the offset there, or -1. Only values to put back stay on the stack. */
  #run(instruction: number, offset: number): number {
    const { op, x, sets } = this.#program;
    const text = this.#text;
    const base = this.#top;
    let at = instruction;
    let trials = 0;
    this.#position = offset;
    for (;;) {
      trials += 1;
      if (trials === TRIALS_AT_ONCE) {
        spend(this.#meter, STEPS_OF_TRIAL * trials);
        trials = 0;
      }
      const kind = op[at];
      if (kind === BYTE) {
        const position = this.#position;
        this.#position = position + 1;
        const set = 256 * (x[at] ?? 0);
        const isHere = position < text.length && sets[set + (text.charCodeAt(position) & 0xff)] === 1;
        at = isHere ? at + 1 : FAILED;
      } else if (kind === ACCEPT) {
        spend(this.#meter, STEPS_OF_TRIAL * trials);
        this.#dropChoices(base);
        return this.#position;
      } else at = this.#step(at);
      if (at !== FAILED) continue;
      at = this.#backtrack(base);
      if (at !== FAILED) continue;
      spend(this.#meter, STEPS_OF_TRIAL * trials);
      return FAILED;
    }
  }

  /** Does one instruction that is no byte at the position; returns the next one, or -1 when it fails. */
  #step(at: number): number {
    const { op, x: xs, y: ys } = this.#program;
    const x = xs[at] ?? 0;
    const position = this.#position;
    switch (op[at]) {
      case SPLIT:
        return this.#split(at, x, ys[at] ?? 0);
      case JUMP:
        return x;
      case SAVE:
      case MARK:
        if (!this.#isExact || this.#guide === null) this.#push(-1 - x, this.#slots[x] ?? -1);
        this.#slots[x] = position;
        return at + 1;
      case PROGRESS:
        return this.#slots[x] === position ? (ys[at] ?? 0) : at + 1;
      case ASSERT:
        return this.#holds(x) ? at + 1 : FAILED;
      case SPAN:
        return this.#span(256 * x, ys[at] ?? 0) ? at + 1 : FAILED;
      case BACKREFERENCE:
        return this.#repeatGroup(x, ys[at] === 1) ? at + 1 : FAILED;
      case ATOMIC:
        return this.#runInside(x, position) === FAILED ? FAILED : (ys[at] ?? 0);
      case LOOK:
        return this.#look(x) ? (ys[at] ?? 0) : FAILED;
      default:
        return FAILED;
    }
  }

  #split(at: number, first: number, second: number): number {
    const position = this.#position;
    // Inside lookaround and atomic groups the end is another one.
    const guide = this.#depth === 0 ? this.#guide : null;
    if (guide !== null && this.#isExact) {
      const { op } = this.#program;
      if (op[at - 1] === BYTE && (first === at - 1 || second === at - 1))
        return this.#leave(at, first, guide);
      return guide.mayReach(first, position) ? first : second;
    }
    this.#choices += 1;
    const isNoted = this.#choices > UNNOTED_CHOICES || this.#visited.size > 0;
    if (isNoted && !this.#isNew(at, position)) return FAILED;
    if (guide !== null) {
      // What is out of reach is no choice.
      if (!guide.mayReach(first, position)) return guide.mayReach(second, position) ? second : FAILED;
      if (!guide.mayReach(second, position)) return first;
    }
    this.#push(second, position);
    return first;
  }

  /** Goes through a loop over one byte at once: a greedy one while it can go on, a lazy one until it can end. */
  #leave(at: number, first: number, guide: Guide): number {
    const isGreedy = first === at - 1;
    const position = guide.seek(first, this.#position, !isGreedy);
    spend(this.#meter, STEPS_OF_BYTE * (position - this.#position));
    this.#position = position;
    return isGreedy ? (this.#program.y[at] ?? 0) : first;
  }

  #push(one: number, other: number): void {
    if (this.#top + 2 > this.#stack.length) {
      const grown = new Int32Array(2 * this.#stack.length);
      grown.set(this.#stack);
      this.#stack = grown;
    }
    this.#stack[this.#top] = one;
    this.#stack[this.#top + 1] = other;
    this.#top += 2;
  }

  /** Undoes steps back to the last choice above `base`; returns its instruction, or -1. */
  #backtrack(base: number): number {
    while (this.#top > base) {
      this.#top -= 2;
      const at = this.#stack[this.#top] ?? 0;
      const value = this.#stack[this.#top + 1] ?? 0;
      if (at >= 0) {
        this.#position = value;
        return at;
      }
      this.#slots[-1 - at] = value;
    }
    return FAILED;
  }

  #dropChoices(base: number): void {
    const stack = this.#stack;
    let kept = base;
    for (let at = base; at < this.#top; at += 2) {
      const instruction = stack[at] ?? 0;
      if (instruction >= 0) continue;
      stack[kept] = instruction;
      stack[kept + 1] = stack[at + 1] ?? 0;
      kept += 2;
    }
    this.#top = kept;
  }

  /** What comes after a choice depends on where it is, and on which loops around it consumed nothing yet. */
  #isNew(at: number, position: number): boolean {
    const { loops, loopDepth } = this.#program;
    const around = loops[at] ?? [];
    let idle = 0;
    while (idle < around.length && this.#slots[around[idle] ?? 0] === position) idle += 1;
    // Places of one choice are side by side, since a loop comes back to the same one.
    const place = (at * (loopDepth + 1) + idle) * (this.#text.length + 1) + position;
    spend(this.#meter, STEPS_OF_NOTE);
    const visited = this.#visitedPlaces();
    if (!visited.add(place)) return false;
    if (this.#depth > 0) this.#added.push({ visited, place });
    return true;
  }

  #visitedPlaces(): VisitedPlaces {
    const last = this.#lastVisited;
    if (last !== null && this.#capturedTheSame()) return last;
    this.#lastCaptures = this.#program.referenced.map((group) => this.#captured(group));
    const captures = this.#lastCaptures.join();
    let visited = this.#visited.get(captures);
    if (visited === undefined) {
      visited = new VisitedPlaces();
      this.#visited.set(captures, visited);
    }
    this.#lastVisited = visited;
    return visited;
  }

  #capturedTheSame(): boolean {
    const { referenced } = this.#program;
    for (let at = 0; at < referenced.length; at += 1) {
      if (this.#captured(referenced[at] ?? 0) !== this.#lastCaptures[at]) return false;
    }
    return true;
  }

  /** Start and end of a group's capture as one number. */
  #captured(group: number): number {
    const start = this.#slots[2 * group] ?? -1;
    return (start + 1) * (this.#text.length + 2) + (this.#slots[2 * group + 1] ?? -1) + 1;
  }

  /** A run of its own inside the pattern. Places on the way of one that succeeded did not fail: they are forgotten. */
  #runInside(instruction: number, position: number): number {
    const firstAdded = this.#added.length;
    this.#depth += 1;
    const end = this.#run(instruction, position);
    this.#depth -= 1;
    if (end !== FAILED) {
      for (let at = firstAdded; at < this.#added.length; at += 1) {
        const added = this.#added[at];
        added?.visited.remove(added.place);
      }
      this.#added.length = firstAdded;
    }
    if (this.#depth === 0) this.#added.length = 0;
    return end;
  }

  #look(number: number): boolean {
    const look = this.#program.looks[number];
    if (look === undefined) return false;
    const position = this.#position;
    const base = this.#top;
    let found = false;
    for (const { start, length } of look.bodies) {
      if (length > position || !this.#matchesInside(start, position - length, length === 0)) continue;
      found = true;
      break;
    }
    // What a negative lookaround captured is put back.
    if (look.negative) this.#backtrack(base);
    this.#position = position;
    return found !== look.negative;
  }

  #matchesInside(start: number, position: number, isAhead: boolean): boolean {
    this.#looked += 1;
    // A few are tried sooner than the subject is read for all.
    const isKnown =
      isAhead && this.#looked > TRIED_LOOKS
        ? this.#lookAheads.matches(start, { text: this.#text, at: position }, this.#meter)
        : null;
    return isKnown ?? this.#runInside(start, position) !== FAILED;
  }

  #span(set: number, min: number): boolean {
    const { sets } = this.#program;
    const start = this.#position;
    let end = start;
    while (end < this.#text.length && sets[set + (this.#text.charCodeAt(end) & 0xff)] === 1) end += 1;
    spend(this.#meter, STEPS_OF_TRIAL * (end - start));
    this.#position = end;
    return end - start >= min;
  }

  #holds(assertion: number): boolean {
    const position = this.#position;
    const { length } = this.#text;
    if (assertion === LAST_LINE_FEED) {
      return position === length || (position === length - 1 && this.#text.endsWith('\n'));
    }
    const { neighbours } = this.#program;
    const before = position === 0 ? EDGE : (neighbours[this.#text.charCodeAt(position - 1) & 0xff] ?? EDGE);
    const after = position === length ? EDGE : (neighbours[this.#text.charCodeAt(position) & 0xff] ?? EDGE);
    return HOLDS[(assertion * MARKED_COUNT + before) * MARKED_COUNT + after] === 1;
  }

  /** A group that took no part matches nothing, not even the empty text. */
  #repeatGroup(group: number, ignoreCase: boolean): boolean {
    const position = this.#position;
    const start = this.#slots[2 * group] ?? -1;
    const length = (this.#slots[2 * group + 1] ?? -1) - start;
    if (start === -1 || length < 0 || position + length > this.#text.length) return false;
    spend(this.#meter, STEPS_OF_TRIAL * length);
    for (let at = 0; at < length; at += 1) {
      const wanted = this.#text.charCodeAt(start + at) & 0xff;
      const found = this.#text.charCodeAt(position + at) & 0xff;
      const same = ignoreCase ? foldByte(wanted) === foldByte(found) : wanted === found;
      if (!same) return false;
    }
    this.#position = position + length;
    return true;
  }
}
