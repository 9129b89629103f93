/** How reliable a source is: A completely, B usually, C fairly, D not usually, E unreliable, F cannot be judged. */
export type SourceReliability = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

/** How credible a statement is: 1 confirmed, 2 probably true, 3 possibly, 4 doubtful, 5 improbable, 6 cannot be judged. */
export type StatementCredibility = 1 | 2 | 3 | 4 | 5 | 6;

/** Grade of the Admiralty code (NATO AJP-2.1): the source and what it says are judged apart. */
export interface AdmiraltyGrade {
  readonly reliability: SourceReliability;
  readonly credibility: StatementCredibility;
}

/** Who says that a piece of evidence holds, and how far that is to be believed. */
export interface EvidenceSource {
  readonly name: string;
  readonly grade: AdmiraltyGrade;
  /** When it was observed, milliseconds since the epoch; null: not known. */
  readonly timeMs: number | null;
}

/** A published statement that an indicator belongs to an actor. */
export interface ReportedOwner {
  /** Identifier of the actor in the facts, `G0027`. */
  readonly actor: string;
  /** The list or report that says so. */
  readonly reference: string;
}

/** What was observed. Names are those of the facts. */
export type Finding =
  | { readonly kind: 'technique'; readonly id: string; readonly name: string }
  | { readonly kind: 'tool'; readonly id: string; readonly name: string }
  /** An address, a domain or a hash, with the actors that lists and reports file it under. */
  | { readonly kind: 'infrastructure'; readonly value: string; readonly reported: readonly ReportedOwner[] }
  /** One of the sectors of `content/actors/victims.json`. */
  | { readonly kind: 'victim-sector'; readonly sector: string }
  /** Country of the victim, ISO 3166-1 alpha-2. */
  | { readonly kind: 'victim-country'; readonly country: string }
  /** Actions by hour of the day, UTC, 24 numbers. */
  | { readonly kind: 'working-hours'; readonly counts: readonly number[] };

/** One finding with everybody who reports it; the same finding of several sources is one piece. */
export interface EvidencePiece {
  /** Unique in its evidence: `technique T1190`. */
  readonly id: string;
  readonly finding: Finding;
  /** At least one. */
  readonly sources: readonly EvidenceSource[];
}

/** What is known of one incident, made ready for the question who was behind it. */
export interface Evidence {
  /** Sorted by `id`. */
  readonly pieces: readonly EvidencePiece[];
  /** When the incident was, milliseconds since the epoch; null: not known. */
  readonly timeMs: number | null;
  /** What could not be used, and why; never dropped without a word. */
  readonly unused: readonly { readonly what: string; readonly why: string }[];
}
