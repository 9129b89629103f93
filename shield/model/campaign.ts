import type { Entity } from './entity.ts';

/** What kind of evidence joins incidents. Each kind counts once, however many things of it are shared. */
export type CampaignEvidenceKind = 'infrastructure' | 'tool' | 'account' | 'technique-order' | 'client';

/** One thing that incidents share. */
export interface CampaignEvidence {
  readonly kind: CampaignEvidenceKind;
  /** Null for an order of techniques. */
  readonly entity: Entity | null;
  /** A sentence: what is shared, by which, and how rare it is. */
  readonly statement: string;
  readonly incidentIds: readonly string[];
  /** Natural logarithm of how much likelier it is to be shared by the same actor than by two. */
  readonly weight: number;
  /** Evidence that this one follows from (a tool and its hash), so that it is not counted again; null: it is counted. */
  readonly countedWith: string | null;
}

/** What is said of two incidents, the earlier one first. */
export interface SameActorStatement {
  readonly earlierId: string;
  readonly laterId: string;
  readonly gapMs: number;
  readonly verdict: 'same-actor-likely' | 'same-actor-possible' | 'not-enough';
  /** Sum of the weights that count, for and against. */
  readonly score: number;
  /** For example: "the second attack in less than a week: 3 days and 4 hours after the first". */
  readonly statement: string;
  readonly reasonsFor: readonly string[];
  readonly reasonsAgainst: readonly string[];
}

/** Two or more incidents that share independent evidence. */
export interface Campaign {
  /** The same for the same earliest incident. */
  readonly id: string;
  readonly title: string;
  /** Earliest first. */
  readonly incidentIds: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
  readonly evidence: readonly CampaignEvidence[];
  readonly statements: readonly SameActorStatement[];
  readonly simulated: boolean;
}
