import type { Diagnostic } from '@dejfa/diagnostics';
import type { SigmaLogSource, SigmaRuleInfo } from '../api.ts';

/** Why a rule fired on an event, or did not: every clause of it with what it came to. */
export interface Explanation {
  readonly rule: SigmaRuleInfo;
  /** The rule fires: its log source fits, and its condition holds. */
  readonly fired: boolean;
  readonly logsource: {
    readonly holds: boolean;
    readonly wanted: SigmaLogSource;
    /** All log sources of the event. */
    readonly actual: readonly SigmaLogSource[];
  };
  /** Evaluated whether or not the log source fits. */
  readonly condition: Clause;
}

/** One step of a condition or of a detection, and what it came to. */
export type Clause =
  | { readonly kind: 'and' | 'or'; readonly holds: boolean; readonly parts: readonly Clause[] }
  | { readonly kind: 'not'; readonly holds: boolean; readonly part: Clause }
  | DetectionClause
  | ItemClause;

/** A detection by its name. */
export interface DetectionClause {
  readonly kind: 'detection';
  readonly name: string;
  /** Title of the filter that it is of; left out for those of the rule itself. */
  readonly filter?: string;
  readonly holds: boolean;
  readonly part: Clause;
}

/** One field of a detection: what the event has there, and what each value of the rule asks. */
export interface ItemClause {
  readonly kind: 'item';
  /** Null for keywords: any value of the event counts. */
  readonly field: string | null;
  readonly holds: boolean;
  /** All of `asked` must hold, not only one. */
  readonly all: boolean;
  /** The item holds when what is asked does not (`neq`). */
  readonly negated: boolean;
  /** Values of the event, cut; null when it has no such field. Empty for keywords. */
  readonly values: readonly string[] | null;
  /** What is asked, in words: `contains "-enc"`. */
  readonly asked: readonly { readonly text: string; readonly holds: boolean }[];
  /** What may be the reason that it does not hold; null when there is nothing to say. */
  readonly hint: string | null;
}

/** What one event is to a correlation rule, which looks at many. */
export interface CorrelationExplanation {
  readonly rule: SigmaRuleInfo;
  /** One of the rules that it refers to fires on the event, and the event has a value for each of the fields. */
  readonly counts: boolean;
  /** What it refers to, as written; `fired` is null for another correlation. */
  readonly inputs: readonly { readonly reference: string; readonly fired: boolean | null }[];
  /** Fields by which events are grouped, then those that are measured. */
  readonly fields: readonly CorrelatedField[];
  /** What has to come together, in words: `event_count gte 10 within 600 s`. */
  readonly asks: string;
}

/** A field that a correlation looks at. */
export interface CorrelatedField {
  readonly field: string;
  /** The field of the event that an alias names for it; else the same. */
  readonly looked: string;
  /** Values of the event, cut; empty when it has none. */
  readonly values: readonly string[];
}

/** Explanations of the rules of some files, and what was wrong with others. */
export interface Explained {
  readonly explanations: readonly Explanation[];
  /** What the event is to each correlation rule of the files. */
  readonly correlations: readonly CorrelationExplanation[];
  readonly diagnostics: readonly Diagnostic[];
}
