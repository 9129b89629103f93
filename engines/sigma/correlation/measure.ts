import { numberOf } from '../value/number-text.ts';
import type { Comparison, CorrelationPlan } from './plan.ts';

/** Whether a measure fits all comparisons; one that is not defined (no numbers in the window) fits none. */
export function fitsAll(measure: number | null, comparisons: readonly Comparison[]): boolean {
  return measure !== null && comparisons.every((comparison) => fits(measure, comparison));
}

function fits(measure: number, { operator, value }: Comparison): boolean {
  switch (operator) {
    case 'gt':
      return measure > value;
    case 'gte':
      return measure >= value;
    case 'lt':
      return measure < value;
    case 'lte':
      return measure <= value;
    case 'eq':
      return measure === value;
    case 'neq':
      return measure !== value;
  }
}

/** Numbers among texts, in their order; what is no number does not count. */
export function numbersOf(texts: readonly string[]): readonly number[] {
  return texts.flatMap((text) => numberOf(text) ?? []);
}

/** Sum, largest, smallest, mean or percentile of numbers; null where there are none. */
export function aggregate(
  plan: Pick<CorrelationPlan, 'type' | 'percentile'>,
  numbers: readonly number[],
): number | null {
  if (numbers.length === 0) return null;
  switch (plan.type) {
    case 'value_sum':
      return numbers.reduce((sum, number) => sum + number, 0);
    case 'value_avg':
      return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    case 'value_max':
      return numbers.reduce((most, number) => Math.max(most, number), Number.NEGATIVE_INFINITY);
    case 'value_min':
      return numbers.reduce((least, number) => Math.min(least, number), Number.POSITIVE_INFINITY);
    default:
      return percentileOf(numbers, plan.percentile ?? 50);
  }
}

/** The percentile with linear interpolation between neighbours, so that 50 is the median (SQL `percentile_cont`). */
export function percentileOf(numbers: readonly number[], percentile: number): number {
  const sorted = Float64Array.from(numbers).sort();
  const position = ((sorted.length - 1) * percentile) / 100;
  const below = Math.floor(position);
  const low = sorted[below] ?? 0;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (position - below);
}

/**
 * Of each value, in per cent, how much of all values it is; the share that fits, for the first value in the order of
 * texts, or null (correlation rules specification 2.1, "Value Percentile", which has no `percentile`).
 */
export function fittingShare(texts: readonly string[], comparisons: readonly Comparison[]): number | null {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const text of [...counts.keys()].sort()) {
    const share = (100 * (counts.get(text) ?? 0)) / texts.length;
    if (fitsAll(share, comparisons)) return share;
  }
  return null;
}
