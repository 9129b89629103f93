import type { SigmaRuleInfo } from '../api.ts';
import type { Condition } from '../ast/condition.ts';

/** Types of correlation (correlation rules specification 2.1, "Correlation Types"; `value_median` is pySigma's). */
export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_max',
  'value_min',
  'value_avg',
  'value_percentile',
  'value_median',
] as const;

/** One of {@link CORRELATION_TYPES}. */
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

/** What a measure is compared with. */
export interface Comparison {
  readonly operator: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';
  readonly value: number;
}

/** When a window matches. */
export type CorrelationCondition =
  /** All comparisons hold for what the type measures. */
  | { readonly kind: 'measure'; readonly comparisons: readonly Comparison[] }
  /** Which of the rules occur; the names in it are positions in {@link CorrelationPlan.inputs}, as text. */
  | { readonly kind: 'occurrence'; readonly condition: Condition };

/** A rule that a correlation refers to; `reference` is its name or identifier as written. */
export interface CorrelationInput {
  readonly kind: 'rule' | 'correlation';
  readonly id: string;
  readonly reference: string;
}

/**
 * Which stretches of time a condition looks at. `trailing`: those that end with an event; enough where a condition
 * that holds keeps holding as events are added, and known at once. `complete`: those that begin with an event and
 * last the whole time span, where no other such window has all their events and more; known once the span is over.
 */
export type WindowKind = 'trailing' | 'complete';

/** A correlation rule, linked to the rules that it refers to. */
export interface CorrelationPlan {
  /** `logsource` is empty: a correlation has none. */
  readonly info: SigmaRuleInfo;
  readonly type: CorrelationType;
  /** In the order in which they are written, which is that of `temporal_ordered`. */
  readonly inputs: readonly CorrelationInput[];
  readonly groupBy: readonly string[];
  /** By alias: the field to look at instead, by position in `inputs`. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** Two events fall into one window when they are no further apart than this. */
  readonly timespanMs: number;
  readonly condition: CorrelationCondition;
  /** `field` of the condition; several make a tuple. */
  readonly valueFields: readonly string[];
  /** Which percentile, 0 to 100; null for the share of a value (`value_percentile` as the specification has it). */
  readonly percentile: number | null;
  readonly window: WindowKind;
  /** Whether the rules that it refers to are reported on their own, too. */
  readonly generate: boolean;
}
