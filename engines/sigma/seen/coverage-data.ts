import type { SigmaLevel, SigmaLogSource } from '../api.ts';

/**
 * Which fields a rule cannot do without, as a formula: `none` holds for any event, `field` only where the event has a
 * field of that name.
 */
export type FieldNeed =
  | { readonly kind: 'none' }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly FieldNeed[] };

/** What a rule asks of events before it looks at any value. Plain data, fit to be sent to another thread. */
export interface RuleNeeds {
  readonly id: string;
  readonly title: string;
  readonly level: SigmaLevel;
  readonly logsource: SigmaLogSource;
  readonly need: FieldNeed;
}

/** The events of one log source that were seen. Plain data. */
export interface SeenLogSource {
  readonly logsource: SigmaLogSource;
  readonly events: number;
  /** Names of fields that at least one event had, nested ones with dots; a field whose value is null is there, too. */
  readonly fields: readonly string[];
  /** There were more names than are kept: a field that is not among them may have been there all the same. */
  readonly more: boolean;
}

/** Whether a rule could have fired on what was seen. */
export type RuleVerdict =
  /** Events of its log source had the fields that it asks for; how many events there were. */
  | { readonly kind: 'possible'; readonly events: number }
  /** No event was of its log source; `part` is the first of its parts that no event had beside those before it. */
  | { readonly kind: 'no-log-source'; readonly part: 'product' | 'category' | 'service' }
  /** There were events of its log source, and none had these fields. */
  | { readonly kind: 'no-field'; readonly events: number; readonly missing: readonly string[] };

/** A rule, and whether it could have fired. */
export interface RuleCoverage extends Omit<RuleNeeds, 'need'> {
  readonly verdict: RuleVerdict;
}
