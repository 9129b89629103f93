/** Numbers taken together. */
export interface NumberFold {
  readonly count: number;
  readonly sum: number;
  readonly least: number;
  readonly most: number;
}

const NOTHING: NumberFold = {
  count: 0,
  sum: 0,
  least: Number.POSITIVE_INFINITY,
  most: Number.NEGATIVE_INFINITY,
};

/** Takes numbers together. */
export function foldOf(numbers: readonly number[]): NumberFold {
  return numbers.reduce(
    (fold, number) => join(fold, { count: 1, sum: number, least: number, most: number }),
    NOTHING,
  );
}

function join(a: NumberFold, b: NumberFold): NumberFold {
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    least: Math.min(a.least, b.least),
    most: Math.max(a.most, b.most),
  };
}

/**
 * A queue that knows at any time what its entries come to together, in constant time on average. Nothing is ever
 * subtracted, so rounding does not add up however long it runs: the front is kept as folds of what follows, the back
 * as one fold (the queue of two stacks).
 */
export class FoldQueue {
  readonly #front: NumberFold[] = [];
  #back: NumberFold[] = [];
  #backFold = NOTHING;

  push(fold: NumberFold): void {
    this.#back.push(fold);
    this.#backFold = join(this.#backFold, fold);
  }

  /** Takes the earliest entry out. */
  shift(): void {
    if (this.#front.length === 0) {
      let together = NOTHING;
      for (const fold of this.#back.toReversed()) {
        together = join(fold, together);
        this.#front.push(together);
      }
      this.#back = [];
      this.#backFold = NOTHING;
    }
    this.#front.pop();
  }

  /** All entries together. */
  fold(): NumberFold {
    return join(this.#front.at(-1) ?? NOTHING, this.#backFold);
  }
}
