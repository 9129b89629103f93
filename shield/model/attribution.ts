import type { Candidate, Hypothesis } from './hypothesis.ts';

/** Actors that share tools, infrastructure or people, so that one name says more than is known. */
export interface ActorFamily {
  /** `hyperbro`. */
  readonly id: string;
  readonly name: string;
  /** Identifiers of actors in the facts. */
  readonly members: readonly string[];
  /** Names of members of whom the facts hold nothing. */
  readonly outside: readonly string[];
  /** Identifiers of techniques and tools that the members share: these do not tell them apart. */
  readonly shares: readonly string[];
  /** Why they are taken together, one sentence each, with its source. */
  readonly reasons: readonly { readonly statement: string; readonly source: string }[];
}

/** What may be said. Only `actor` is a name; everything else abstains from one. */
export type Verdict =
  | { readonly kind: 'actor'; readonly id: string; readonly name: string; readonly probability: number }
  | { readonly kind: 'family'; readonly family: ActorFamily; readonly probability: number }
  /** It is more likely than the threshold that nobody in the facts did it. */
  | { readonly kind: 'unknown-actor'; readonly probability: number }
  | { readonly kind: 'abstained'; readonly reason: AbstentionReason };

/** Why no name is given. */
export type AbstentionReason =
  | 'nothing-usable'
  | 'not-enough'
  | 'below-threshold'
  | 'one-exclusive-tool-decides'
  | 'two-tools-decide'
  | 'one-piece-decides'
  | 'not-separated';

/** How far the answer can be relied on, apart from how likely it is (ICD 203, D.6.e). */
export interface Confidence {
  readonly level: 'low' | 'moderate' | 'high';
  /** What holds it up and what holds it down, a sentence each. */
  readonly reasons: readonly string[];
}

/** Consistency of one piece with one hypothesis, as in an analysis of competing hypotheses (Heuer 1999, chapter 8). */
export type Consistency = 'CC' | 'C' | 'N' | 'I' | 'II';

/** Hypotheses by pieces of evidence. */
export interface AchMatrix {
  /** Columns. */
  readonly candidates: readonly Candidate[];
  readonly rows: readonly {
    readonly piece: string;
    readonly statement: string;
    /** By column: the change of the logarithm of its odds against the average of all hypotheses, and what that is called. */
    readonly cells: readonly { readonly weight: number; readonly consistency: Consistency }[];
  }[];
  /** By column: the sum of what speaks against it; the hypothesis with the least is the one to keep. */
  readonly inconsistency: readonly number[];
}

/** An observation not yet made that would tell the two leading hypotheses apart. */
export interface Separator {
  /** Technique or tool. */
  readonly id: string;
  readonly name: string;
  /** Whom it would speak for. */
  readonly favours: string;
  /** By how much its being seen would change the logarithm of the odds between the two. */
  readonly change: number;
  /** Chance of seeing it in an intrusion of each, of 1, from the share of their reports that name it. */
  readonly chanceFirst: number;
  readonly chanceSecond: number;
  readonly statement: string;
}

/** What becomes of the answer when something is taken out of the evidence. */
export interface StakesTrial {
  /** Pieces that were taken out, by id. */
  readonly without: readonly string[];
  /** Whether the leader stays first among actors, and whether it stays above the threshold for a name. */
  readonly staysFirst: boolean;
  readonly staysAsserted: boolean;
  readonly probability: number;
  /** Who would lead instead. */
  readonly instead: Candidate | null;
}

/** The stakes rule: one exclusive tool never decides alone, since tools are planted, bought and stolen. */
export interface Stakes {
  /** Each tool of the evidence that the facts know of the leader alone, left out. */
  readonly exclusiveTools: readonly StakesTrial[];
  /** The single piece whose absence hurts the leader most. */
  readonly worstPiece: StakesTrial | null;
  /** The two strongest tools left out together; null where there are fewer than two. */
  readonly planted: StakesTrial | null;
  readonly statement: string;
}

/** The whole answer for one incident. */
export interface Attribution {
  /** Name and version of the method, with what it is not. */
  readonly method: string;
  readonly verdict: Verdict;
  /** What is said, in one paragraph. */
  readonly summary: string;
  /** Likeliest first; "an actor we do not know" and "not enough to say" are always among them. */
  readonly hypotheses: readonly Hypothesis[];
  /** What is left to actors that are not listed. */
  readonly unlisted: number;
  /** From this probability on a name may be given. */
  readonly threshold: number;
  readonly confidence: Confidence;
  readonly families: readonly { readonly family: ActorFamily; readonly probability: number }[];
  readonly ach: AchMatrix;
  readonly separators: readonly Separator[];
  readonly stakes: Stakes;
  /** Parts of the evidence that were not used, and why. */
  readonly unused: readonly { readonly what: string; readonly why: string }[];
  /** Where the facts come from. */
  readonly facts: string;
}
