import type { SigmaRuleInfo } from '../api.ts';
import { byTime, type EventRef, type Item, type Leaf } from './item.ts';

/** A correlation rule matched. */
export interface CorrelationHit<R extends EventRef> {
  readonly rule: SigmaRuleInfo;
  /** Event time of the first event, those of inner correlations included, and of the last; ms since the epoch. */
  readonly firstMs: number;
  readonly timeMs: number;
  /** The values that `group-by` states, as they stand in the first event of the window. */
  readonly group: readonly { readonly field: string; readonly value: string }[];
  /** What was measured: a count, a sum, a percentile; null where the condition asks which rules occur. */
  readonly measure: number | null;
  /** How many events, or hits of inner correlations, the window holds. */
  readonly count: number;
  /** The events that contributed, by time; the last ones where there are more than the limit. */
  readonly events: readonly R[];
}

/** The events behind the items of a window, by time: the last ones up to a limit. */
export function leavesOf<R extends EventRef>(items: readonly Item<R>[], limit: number): readonly Leaf<R>[] {
  const found = new Set<Leaf<R>>();
  for (let index = items.length - 1; index >= 0 && found.size < limit; index -= 1)
    for (const leaf of items[index]?.leaves.toReversed() ?? []) if (found.size < limit) found.add(leaf);
  return [...found].sort((a, b) => byTime(dated(a), dated(b)));
}

function dated<R extends EventRef>({ timeMs, ref }: Leaf<R>) {
  return { timeMs, id: ref.id };
}
