import type { Finding } from './evidence.ts';

/** `unknown-actor`: somebody we do not know; `insufficient`: not enough evidence to say. */
export type Candidate =
  | { readonly kind: 'actor'; readonly id: string; readonly name: string }
  | { readonly kind: 'unknown-actor' }
  | { readonly kind: 'insufficient' };

/** One reason for or against a candidate, in words and as a number. */
export interface EvidenceItem {
  readonly statement: string;
  /**
   * By how much the piece changes the natural logarithm of the candidate's odds against all others: with it, less
   * without it, the rest of the evidence as it is. Positive speaks for the candidate; 0.69 doubles its odds.
   */
  readonly weight: number;
  /** What the statement rests on: who observed it with the grade, and the facts or reports behind it. */
  readonly source: string;
  /** Of the piece in the evidence; left out for remarks. */
  readonly piece?: string;
  readonly kind?: Finding['kind'];
  /** The same change against the leading rival (of the leader: the second), and against "an actor we do not know". */
  readonly againstRival?: number;
  readonly againstUnknown?: number;
}

/** An actor, or "unknown", with a probability and the evidence for and against; shown only with that evidence. */
export interface Hypothesis {
  readonly candidate: Candidate;
  /** 0 to 1; the hypotheses of one incident sum to 1 with those that are not listed. */
  readonly probability: number;
  /** Words for the probability (ICD 203). */
  readonly likelihood?: string;
  /** Most for it first, most against it last. */
  readonly evidence: readonly EvidenceItem[];
}
