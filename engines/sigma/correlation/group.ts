import type { EventRef, Item } from './item.ts';
import { aggregate, fitsAll, fittingShare, numbersOf } from './measure.ts';
import { FoldQueue, foldOf, type NumberFold } from './number-fold.ts';
import { appearInOrder, bitsOf, longestOrder, occurrenceHolds } from './order.ts';
import type { CorrelationPlan } from './plan.ts';

/** What a window comes to. */
export interface Verdict {
  readonly holds: boolean;
  /** Null where the condition asks which rules occur, and where nothing could be measured. */
  readonly measure: number | null;
}

/** Up to so many rules, `temporal_ordered` tries every choice of them; above, it wants them all (see the parser). */
const CHOICE_LIMIT = 8;

/** The items of one group that are within the window, with the counts that a condition asks for. */
export class Group<R extends EventRef> {
  readonly #plan: CorrelationPlan;
  #items: Item<R>[] = [];
  #head = 0;
  readonly #distinct = new Map<string, number>();
  readonly #perRule: number[];
  /** Null where no fold is asked for. */
  readonly #folds: FoldQueue | null;
  /** Last instant of the last window, where that one matched; else minus infinity. */
  matchedUntilMs = Number.NEGATIVE_INFINITY;
  /** Begin of the next complete window. */
  beginMs = 0;
  /** Last instant that any complete window reached. */
  reachedMs = Number.NEGATIVE_INFINITY;

  constructor(plan: CorrelationPlan) {
    this.#plan = plan;
    this.#perRule = new Array<number>(plan.inputs.length).fill(0);
    this.#folds = Object.hasOwn(FOLDED, plan.type) ? new FoldQueue() : null;
  }

  get size(): number {
    return this.#items.length - this.#head;
  }

  get first(): Item<R> | undefined {
    return this.#items[this.#head];
  }

  get last(): Item<R> | undefined {
    return this.#items.at(-1);
  }

  /** Items by time. */
  items(): readonly Item<R>[] {
    return this.#head === 0 ? this.#items : this.#items.slice(this.#head);
  }

  /** Items come by time. */
  add(item: Item<R>): void {
    this.#items.push(item);
    this.#folds?.push(foldOf(numbersOf(item.values)));
    this.#count(item, 1);
  }

  /** Takes the earliest item out. */
  shift(): void {
    const item = this.first;
    if (item === undefined) return;
    this.#count(item, -1);
    this.#folds?.shift();
    this.#head += 1;
    if (this.#head < 64 || this.#head * 2 < this.#items.length) return;
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }

  #count(item: Item<R>, change: 1 | -1): void {
    for (const bit of bitsOf(item.rules)) this.#perRule[bit] = (this.#perRule[bit] ?? 0) + change;
    if (this.#plan.type !== 'value_count') return;
    for (const value of item.values) {
      const count = (this.#distinct.get(value) ?? 0) + change;
      if (count === 0) this.#distinct.delete(value);
      else this.#distinct.set(value, count);
    }
  }

  /** Judges the items as they are: all of them are one window. */
  judge(): Verdict {
    const { condition } = this.#plan;
    if (condition.kind === 'occurrence') {
      const ordered = this.#plan.type === 'temporal_ordered' ? this.items() : null;
      return { holds: occurrenceHolds(condition.condition, this.#occurring(), ordered), measure: null };
    }
    const measure = this.#measure();
    return { holds: fitsAll(measure, condition.comparisons), measure };
  }

  #measure(): number | null {
    const plan = this.#plan;
    switch (plan.type) {
      case 'event_count':
        return this.size;
      case 'value_count':
        return this.#distinct.size;
      case 'temporal':
        return bitsOf(this.#occurring()).length;
      case 'temporal_ordered':
        return this.#ordered();
      default: {
        if (this.#folds !== null) return folded(plan, this.#folds.fold());
        const values = this.items().flatMap((item) => item.values);
        if (plan.type === 'value_percentile' && plan.percentile === null)
          return fittingShare(values, comparisonsOf(plan));
        return aggregate(plan, numbersOf(values));
      }
    }
  }

  #ordered(): number {
    const count = this.#plan.inputs.length;
    const occurring = this.#occurring();
    const all = 2 ** count - 1;
    if (occurring === all && appearInOrder(this.items(), all)) return count;
    return count > CHOICE_LIMIT ? 0 : longestOrder(this.items(), occurring);
  }

  #occurring(): number {
    return this.#perRule.reduce((bits, count, bit) => (count > 0 ? bits | (1 << bit) : bits), 0);
  }
}

/** What is taken of a fold, by type. */
const FOLDED: Partial<Record<CorrelationPlan['type'], (fold: NumberFold) => number>> = {
  value_sum: ({ sum }) => sum,
  value_avg: ({ sum, count }) => sum / count,
  value_max: ({ most }) => most,
  value_min: ({ least }) => least,
};

function folded({ type }: CorrelationPlan, fold: NumberFold): number | null {
  return fold.count === 0 ? null : (FOLDED[type]?.(fold) ?? null);
}

function comparisonsOf({ condition }: CorrelationPlan) {
  return condition.kind === 'measure' ? condition.comparisons : [];
}
