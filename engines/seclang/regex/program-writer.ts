import type { ByteSet } from './byte-set.ts';
import { ASSERT, BACKREFERENCE, type Look, type RegexProgram } from './program.ts';

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
    };
  }
}
