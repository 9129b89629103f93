import { byteShare } from '@dejfa/match';
import { MARKED_COUNT, OTHER_BYTE } from './neighbour.ts';
import { BACKREFERENCE, type RegexProgram } from './program.ts';
import type { Closure, Start } from './state-table.ts';

const NOTHING = new Int32Array(0);

/** So few bytes are searched for one by one, and only where of a hundred ordinary bytes no more than five are such. */
const EXIT_LIMIT = 4;
const EXIT_SHARE = 0.05;
/**
 * The states in which nothing of a pattern has begun, one for each kind of byte that may stand before. Where few bytes
 * lead out of them, the next one of those is searched for instead of asking the table for each byte. A class, because
 * it learns them of the program, and where they are in the subject of a search.
 */
export class RestingStates {
  /** What a table is to make behind its first state. */
  readonly starts: readonly Start[];
  /** The last of the states' rows: once a byte was read, all rows up to it are resting ones. */
  readonly last: number;
  /** The rows; the first one of the table is one of them unless assertions are asked for. */
  readonly #rows: readonly number[];
  readonly #program: RegexProgram;
  readonly #rowBehind = new Int32Array(MARKED_COUNT);
  /** The bytes that lead out; null where they are too many or not known. */
  #exits: readonly string[] | null = null;
  /** Where each is found next. */
  readonly #next = new Int32Array(EXIT_LIMIT);

  /** `columns`: those of the table that they stand in. The program's match can begin anywhere. */
  constructor(program: RegexProgram, columns: number) {
    const { hasAssertion, neighbours } = program;
    this.#program = program;
    const kinds = hasAssertion ? [...new Set(neighbours)] : [];
    this.starts = kinds.map((neighbour) => ({ members: NOTHING, neighbour }));
    this.#rows = hasAssertion ? kinds.map((_, at) => columns * (at + 1)) : [0];
    this.last = this.#rows.at(-1) ?? 0;
    kinds.forEach((kind, at) => {
      this.#rowBehind[kind] = columns * (at + 1);
    });
  }

  /**
   * Finds out which bytes lead out, once for all subjects; false where they are many. `closureOf` gives what the state of
   * a row leads to before a neighbour.
   */
  learn(closureOf: (row: number, neighbour: number) => Closure): boolean {
    const exits = new Set<number>();
    for (const neighbour of new Set(this.#program.neighbours)) {
      for (const row of this.#rows) {
        if (!this.#addExits(exits, closureOf(row, neighbour), neighbour)) return false;
      }
    }
    this.#exits = [...exits].map((byte) => String.fromCharCode(byte));
    return true;
  }

  /** Adds the bytes of one kind that end a match, or that an instruction takes or may take; false as soon as they are many. */
  #addExits(exits: Set<number>, { accepts, members }: Closure, neighbour: number): boolean {
    const { op, x, sets, neighbours } = this.#program;
    if (accepts || members.some((at) => op[at] === BACKREFERENCE))
      return addAll(exits, neighbours, neighbour);
    for (const set of new Set(members.map((at) => x[at] ?? 0))) {
      const taken = sets.subarray(256 * set, 256 * set + 256);
      for (let byte = taken.indexOf(1); byte !== -1; byte = taken.indexOf(1, byte + 1)) {
        if (neighbours[byte] === neighbour && !addExit(exits, byte)) return false;
      }
    }
    return true;
  }

  /** To be called before each search. */
  begin(): void {
    this.#next.fill(-1);
  }

  /** The row that bytes which are passed over lead to, by the last of them. */
  behind(byte: number): number {
    return this.#rowBehind[this.#program.neighbours[byte] ?? OTHER_BYTE] ?? 0;
  }

  /**
   * Offset of the first byte from `at` on that leads out, or the length. What was found before is not searched for
   * again, so that all that is asked in a search reads each byte once for each of the few.
   */
  findExit(text: string, at: number): number {
    const exits = this.#exits;
    if (exits === null) return at;
    let first = text.length;
    for (let exit = 0; exit < exits.length; exit += 1) {
      let next = this.#next[exit] ?? -1;
      if (next < at) {
        next = text.indexOf(exits[exit] ?? '', at);
        if (next === -1) next = text.length;
        this.#next[exit] = next;
      }
      if (next < first) first = next;
    }
    return first;
  }
}

/** Adds a byte; false where there are too many by then, or too frequent ones. */
function addExit(exits: Set<number>, byte: number): boolean {
  exits.add(byte);
  if (exits.size > EXIT_LIMIT) return false;
  let share = 0;
  for (const exit of exits) share += byteShare(exit);
  return share <= EXIT_SHARE;
}

function addAll(exits: Set<number>, kinds: Uint8Array, kind: number): boolean {
  for (let byte = kinds.indexOf(kind); byte !== -1; byte = kinds.indexOf(kind, byte + 1)) {
    if (!addExit(exits, byte)) return false;
  }
  return true;
}
