import type { Condition } from '../ast/condition.ts';
import type { CorrelationCondition, CorrelationType, WindowKind } from './plan.ts';

/** Operators that stay true while events are added, by type; the types that are missing have none. */
const LASTING: Partial<Record<CorrelationType, readonly string[]>> = {
  event_count: ['gt', 'gte'],
  value_count: ['gt', 'gte'],
  value_sum: ['gt', 'gte'],
  value_max: ['gt', 'gte'],
  value_min: ['lt', 'lte'],
  temporal: ['gt', 'gte'],
  temporal_ordered: ['gt', 'gte'],
};

/**
 * Which windows a condition is asked of. A sum counts as one that only grows: bytes and durations are not negative.
 * The specification says "in the given time frame" and leaves room here; with any other choice `lt: 5` would hold for
 * the first event of a thousand.
 */
export function windowKindOf(type: CorrelationType, condition: CorrelationCondition): WindowKind {
  if (condition.kind === 'occurrence') return hasNot(condition.condition) ? 'complete' : 'trailing';
  const lasting = LASTING[type] ?? [];
  return condition.comparisons.every(({ operator }) => lasting.includes(operator)) ? 'trailing' : 'complete';
}

function hasNot(condition: Condition): boolean {
  if (condition.kind === 'not') return true;
  return condition.kind !== 'detection' && condition.parts.some(hasNot);
}
