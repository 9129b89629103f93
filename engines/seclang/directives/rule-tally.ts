import type { RuleCounts } from '../api.ts';

interface Tally {
  read: number;
  disabled: number;
  refused: number;
}

/** Counts rules by the file that they stand in, chained ones included. A class, because it owns the counts of one load. */
export class RuleTally {
  readonly #files = new Map<string, Tally>();

  read(file: string): void {
    this.#of(file).read += 1;
  }

  refuse(file: string, rules: number): void {
    this.#of(file).refused += rules;
  }

  disable(file: string, rules: number): void {
    this.#of(file).disabled += rules;
  }

  /** By path: the rules of each file that has any. */
  get files(): ReadonlyMap<string, RuleCounts> {
    return new Map([...this.#files].map(([file, tally]) => [file, countsOf(tally)]));
  }

  #of(file: string): Tally {
    const tally = this.#files.get(file) ?? { read: 0, disabled: 0, refused: 0 };
    this.#files.set(file, tally);
    return tally;
  }
}

function countsOf({ read, disabled, refused }: Tally): RuleCounts {
  return { read, loaded: read - disabled - refused, disabled, refused };
}

/** The rules of several files. */
export function sumCounts(counts: Iterable<RuleCounts>): RuleCounts {
  const sum: Tally = { read: 0, disabled: 0, refused: 0 };
  for (const { read, disabled, refused } of counts) {
    sum.read += read;
    sum.disabled += disabled;
    sum.refused += refused;
  }
  return countsOf(sum);
}
