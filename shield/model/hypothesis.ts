/** `unknown-actor`: somebody we do not know; `insufficient`: not enough evidence to say. */
export type Candidate =
  | { readonly kind: 'actor'; readonly id: string; readonly name: string }
  | { readonly kind: 'unknown-actor' }
  | { readonly kind: 'insufficient' };

/** One reason for or against a candidate, in words and as a number. */
export interface EvidenceItem {
  readonly statement: string;
  /** Log-likelihood ratio against the average actor; positive speaks for the candidate. */
  readonly weight: number;
  /** What the statement rests on, for example an ATT&CK technique with its reference. */
  readonly source: string;
}

/** An actor, or "unknown", with a probability and the evidence for and against; shown only with that evidence. */
export interface Hypothesis {
  readonly candidate: Candidate;
  /** 0 to 1; the hypotheses of one incident sum to 1. */
  readonly probability: number;
  readonly evidence: readonly EvidenceItem[];
}
