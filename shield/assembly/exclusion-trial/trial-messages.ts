import type { RuleSource } from '@dejfa/seclang';
import type { NumberedProposal } from '../../detect/propose-exclusion.ts';
import type { ExclusionErrorCode } from '../../ports/index.ts';
import type { RecordedAnswers } from './recorded-answers.ts';
import type { TrialRequest } from './trial.ts';

/** The rules in force, as they were read: enough to load the same in another thread. */
export interface RuleTexts {
  readonly sources: readonly RuleSource[];
  readonly answers: RecordedAnswers;
  readonly variables: Readonly<Record<string, string>>;
  /** File with countries of addresses, and null for the one that comes with the shield; absent: there is none. */
  readonly countries?: string | null;
  /** Whether rules may ask block lists. In the trial nobody knows what they answer. */
  readonly asksBlocklists: boolean;
}

/** To the thread. */
export interface TrialJob {
  /** Null: those of the job before. */
  readonly rules: RuleTexts | null;
  readonly request: TrialRequest;
}

/** Back from it. */
export type TrialReply =
  | { readonly kind: 'proposal'; readonly proposal: NumberedProposal }
  | { readonly kind: 'refused'; readonly code: ExclusionErrorCode; readonly message: string };
