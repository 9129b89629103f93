import type { MatchedVariable, Verdict } from '@dejfa/seclang';
import type { ExclusionCandidate, ExclusionProof } from '@dejfa/seclang/exclusion';
import type { Event, Signal } from '../model/index.ts';
import type { EventDetail } from './event-store.ts';

/** A rule that matched, on the way from the bytes of a request to its verdict. */
export interface ExplainedMatch {
  readonly ruleId: number;
  readonly message: string;
  /** Where the rule stands; null where only the record knows of it, because it does not match any more. */
  readonly place: { readonly file: string; readonly line: number } | null;
  readonly phase: number | null;
  /** 0 emergency to 7 debug; null where the rule states none. */
  readonly severity: number | null;
  /** What it added to the anomaly score of its rule set, and the sum after it. */
  readonly score: number;
  readonly sum: number;
  readonly parts: readonly MatchedVariable[];
  /** It matched then, and it matches now, when the recorded request is inspected again. */
  readonly recorded: boolean;
  readonly reproduced: boolean;
}

/** Why inspecting a recorded request again may say something else than was said then. */
export type ExplanationNote =
  | { readonly kind: 'body-cut'; readonly keptBytes: number; readonly totalBytes: number }
  | { readonly kind: 'headers-redacted'; readonly names: readonly string[] }
  | { readonly kind: 'not-reproduced'; readonly ruleIds: readonly number[] }
  | { readonly kind: 'verdict-differs' };

/** The chain from byte to block, of one recorded request. */
export interface Explanation {
  readonly reference: string;
  readonly eventId: string;
  readonly timeMs: number;
  readonly service: string | null;
  readonly actor: Event['actor'];
  readonly effect: Signal['effect'];
  readonly request: { readonly method: string; readonly target: string };
  /** What was recorded of the verdict then; null where that was not kept. */
  readonly recordedVerdict: {
    readonly ruleId: number | null;
    readonly phase: number | null;
    readonly score: number | null;
  };
  /** What the rules that are loaded now say of what is recorded of the request. */
  readonly currentVerdict: { readonly verdict: Verdict; readonly score: number };
  /** Anomaly score from which the service blocks, and its paranoia level. */
  readonly threshold: number;
  readonly paranoia: number;
  readonly matches: readonly ExplainedMatch[];
  readonly notes: readonly ExplanationNote[];
  /** What could be excluded if this was a false positive, the narrowest first. */
  readonly candidates: readonly ExclusionCandidate[];
}

/** Which of the candidates is meant. */
export type ExclusionChoice = Pick<ExclusionCandidate, 'ruleIds' | 'variable'>;

/** An exclusion in its words, and what it would change. */
export interface ExclusionProposal extends ExclusionChoice {
  /** Path, and service where several are guarded, that it is for. */
  readonly path: string;
  readonly service: string | null;
  /** SecLang, with an identifier that no rule has. */
  readonly text: string;
  readonly effect: Pick<ExclusionProof, 'gone' | 'remaining' | 'untried' | 'otherParameter' | 'otherPath'> & {
    readonly before: ExclusionOutcome;
    readonly after: ExclusionOutcome;
  };
  /** What could not be tried, because it is not recorded. */
  readonly notes: readonly ExplanationNote[];
}

/** What the rules say of the request, without and with the exclusion. */
export interface ExclusionOutcome {
  readonly verdict: Verdict;
  readonly score: number;
  readonly ruleIds: readonly number[];
}

/** An exclusion that is in force, with who wanted it and why. */
export interface StoredExclusion extends ExclusionChoice {
  /** Identifier of its rule. */
  readonly id: number;
  readonly path: string;
  readonly service: string | null;
  readonly text: string;
  readonly owner: string;
  readonly reason: string;
  readonly createdMs: number;
  /** Reference number of the request that it was made for. */
  readonly reference: string;
}

/** What people do about false positives. Methods throw, or reject with, an {@link ExclusionError} for what cannot be done. */
export interface ExclusionDesk {
  explain(detail: EventDetail): Explanation;
  /** Tries it out, beside the traffic; changes nothing. */
  propose(detail: EventDetail, choice: ExclusionChoice): Promise<ExclusionProposal>;
  /** Keeps it and puts it in force; resolves when requests are inspected with it. */
  add(
    detail: EventDetail,
    choice: ExclusionChoice,
    by: { readonly owner: string; readonly reason: string },
  ): Promise<StoredExclusion>;
  list(): readonly StoredExclusion[];
  /** Takes it out of force; null when there is none such. */
  remove(id: number): Promise<StoredExclusion | null>;
}

/**
 * `not-inspected`: no rule of SecLang spoke, or what was recorded is no request; `not-a-candidate`: the choice does not
 * fit the request; `unusable`: it cannot be written, or does not load; `damaged`: the file that keeps them.
 */
export type ExclusionErrorCode = 'not-inspected' | 'not-a-candidate' | 'unusable' | 'damaged';

/** Why nothing can be explained or excluded; `message` is for the person. */
export class ExclusionError extends Error {
  readonly code: ExclusionErrorCode;

  constructor(code: ExclusionErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'ExclusionError';
    this.code = code;
  }
}
