/** What an engine said of a request. */
export interface WafVerdict {
  readonly request: string;
  readonly blocked: boolean;
  /** Every rule that matched, those that are not logged included, ascending. */
  readonly ruleIds: readonly number[];
}

/** Rules in which two verdicts on a request differ, without those for which there is a reason. */
export interface VerdictDifference {
  readonly request: string;
  readonly paranoia: number;
  readonly blocked: boolean;
  /** Matched in libmodsecurity alone. */
  readonly theirs: readonly number[];
  readonly ours: readonly number[];
}
