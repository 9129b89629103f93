import type { ByteSet } from './byte-set.ts';
import { NEIGHBOUR_COUNT, NEIGHBOURS, OTHER_BYTE, runEnd, runMark } from './neighbour.ts';
import { ASSERT, ASSERTIONS, BACKREFERENCE, type Look, type RegexProgram } from './program.ts';

const NO_LOOPS: readonly number[] = [];

/** Instructions while they are written; targets are set once they are known. Owns the arrays until `finish`. */
export class ProgramWriter {
  readonly #op: number[] = [];
  readonly #x: number[] = [];
  readonly #y: number[] = [];
  readonly #loops: (readonly number[])[] = [];
  readonly #sets = new Map<ByteSet, number>();
  /** The same by their members, since a class that is written twice is two objects. */
  readonly #setNumbers = new Map<string, number>();
  readonly #looks: Look[] = [];
  /** Numbers of the sets whose runs must end somewhere. */
  readonly #runs: number[] = [];

  /** Number of the next instruction. */
  get length(): number {
    return this.#op.length;
  }

  /** Adds an instruction and returns its number. */
  add(op: number, x = 0, y = 0, loops: readonly number[] = NO_LOOPS): number {
    this.#op.push(op);
    this.#x.push(x);
    this.#y.push(y);
    this.#loops.push(loops);
    return this.#op.length - 1;
  }

  setX(at: number, x: number): void {
    this.#x[at] = x;
  }

  setY(at: number, y: number): void {
    this.#y[at] = y;
  }

  /** The number of a byte set. */
  internSet(set: ByteSet): number {
    const known = this.#sets.get(set);
    if (known !== undefined) return known;
    const members = Buffer.from(set).toString('latin1');
    const number = this.#setNumbers.get(members) ?? this.#setNumbers.size;
    this.#setNumbers.set(members, number);
    this.#sets.set(set, number);
    return number;
  }

  /** Adds that no byte of the set comes next. At most `RUN_LIMIT` sets can be asked for so. */
  addRunEnd(set: ByteSet): void {
    const number = this.internSet(set);
    let run = this.#runs.indexOf(number);
    if (run === -1) run = this.#runs.push(number) - 1;
    this.add(ASSERT, runEnd(run));
  }

  /** The number of a look. */
  addLook(look: Look): number {
    this.#looks.push(look);
    return this.#looks.length - 1;
  }

  /** The program, with what is known of it from elsewhere. */
  finish(
    known: Pick<RegexProgram, 'groupCount' | 'slotCount' | 'loopDepth' | 'anchored' | 'irregular'>,
  ): RegexProgram {
    const sets = new Uint8Array(256 * this.#setNumbers.size);
    for (const [set, number] of this.#sets) sets.set(set, 256 * number);
    const referenced = this.#op.flatMap((op, at) => (op === BACKREFERENCE ? (this.#x[at] ?? []) : []));
    return {
      ...known,
      length: this.#op.length,
      op: Uint8Array.from(this.#op),
      x: Int32Array.from(this.#x),
      y: Int32Array.from(this.#y),
      sets,
      setCount: this.#setNumbers.size,
      loops: this.#loops,
      looks: this.#looks,
      referenced: [...new Set(referenced)],
      hasAssertion: this.#op.includes(ASSERT),
      neighbours: this.#neighbours(sets),
      neighbourCount: NEIGHBOUR_COUNT << this.#runs.length,
    };
  }

  /** Where nothing asks what stands beside a place, all bytes are the same. */
  #neighbours(sets: Uint8Array): Uint8Array {
    const asksForWords = this.#op.some((op, at) => op === ASSERT && (this.#x[at] ?? 0) < ASSERTIONS.length);
    const neighbours = asksForWords ? NEIGHBOURS.slice() : new Uint8Array(256).fill(OTHER_BYTE);
    this.#runs.forEach((set, run) => {
      for (let byte = 0; byte < 256; byte += 1)
        if (sets[256 * set + byte] === 1) neighbours[byte] = (neighbours[byte] ?? 0) | runMark(run);
    });
    return neighbours;
  }
}
