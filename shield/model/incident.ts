import type { Outcome } from './attempt.ts';
import type { Entity, NamedEntity } from './entity.ts';
import type { ActorKey } from './event.ts';
import type { RsitClass } from './rsit.ts';
import type { RuleRef, Severity } from './signal.ts';

/** `confirmed`, `closed` and `false-positive` are a person's words, but for incidents that went into another. */
export type IncidentState = 'new' | 'confirmed' | 'closed' | 'false-positive';

/** Signals and attempts that hang together and need a person: what lists show. The whole of it is a dossier. */
export interface Incident {
  readonly id: string;
  readonly title: string;
  readonly state: IncidentState;
  readonly severity: Severity;
  /** The gravest first. */
  readonly classes: readonly RsitClass[];
  readonly actors: readonly ActorKey[];
  /** Guarded services, or else the machines on which it happened. */
  readonly services: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
  readonly attemptIds: readonly string[];
  readonly techniques: readonly string[];
  /** Why these signals were put together, one sentence each. */
  readonly links: readonly string[];
  readonly simulated: boolean;
}

/** Like signals of one place within one minute: the smallest thing that an incident is made of. */
export interface IncidentMember {
  /** The same for the same signals, whenever and in whatever order they came. */
  readonly id: string;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Machine that reported, canonical; null where none is known. */
  readonly host: string | null;
  /** Guarded service; null for records that concern none. */
  readonly service: string | null;
  readonly actor: ActorKey | null;
  readonly rule: RuleRef;
  readonly severity: Severity;
  readonly rsit: RsitClass;
  readonly techniques: readonly string[];
  readonly outcome: Outcome;
  readonly signalCount: number;
  /** The first by identifier, at most 8. */
  readonly eventIds: readonly string[];
  /** At most 48. */
  readonly entities: readonly NamedEntity[];
  readonly simulated: boolean;
}

/** How common an entity is in the recent record. A cell is one machine (or service) on one day, UTC. */
export interface EntityRarity {
  readonly cells: number;
  readonly ofCells: number;
  /** Warning list that names it (`public resolvers`); null: none does. */
  readonly list: string | null;
}

/** Why two members are in one incident. The links of an incident are a tree over its members: each is needed. */
export interface IncidentLink {
  /** Identifiers of members, the earlier one first. */
  readonly from: string;
  readonly to: string;
  /** What both name; null where a person put them together. */
  readonly entity: Entity | null;
  readonly gapMs: number;
  /** Longest gap at which this entity still links these members; 0 where a person put them together. */
  readonly reachMs: number;
  readonly rarity: EntityRarity | null;
  /** A sentence: the entity, how rare it is, and the gap. */
  readonly reason: string;
}

/** An entity of the graph of an incident. */
export interface IncidentEntity extends Entity {
  readonly key: string;
  /** Members that name it, earliest first, at most 100; and how many there are. */
  readonly memberIds: readonly string[];
  readonly memberCount: number;
  readonly rarity: EntityRarity;
  /** Whether it may link members, and why or why not, a sentence. */
  readonly links: boolean;
  readonly reason: string;
}

/** One line of the narrative: what one rule saw in one place, under one tactic. */
export interface IncidentStep {
  /** Short name of an ATT&CK tactic (`initial-access`); null where no technique is known. */
  readonly tactic: string | null;
  readonly tacticName: string;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly severity: Severity;
  readonly techniques: readonly string[];
  /** A sentence in plain text, without control characters or line ends. */
  readonly sentence: string;
  readonly memberIds: readonly string[];
  readonly eventIds: readonly string[];
}

/** Something of the operator's that the incident touched. */
export interface AffectedAsset {
  readonly kind: 'host' | 'service' | 'account';
  readonly value: string;
  readonly severity: Severity;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly signalCount: number;
}

/** What a person did with an incident. Kept for good; the tracker's state is what follows from them. */
export type IncidentAct =
  | (ActBase & { readonly kind: 'confirm' | 'close' | 'false-positive' | 'reopen' })
  /** The members leave and are an incident of their own, `newId`. */
  | (ActBase & { readonly kind: 'split'; readonly memberIds: readonly string[]; readonly newId: string })
  /** The others go into this one. */
  | (ActBase & { readonly kind: 'merge'; readonly otherIds: readonly string[] });

interface ActBase {
  readonly incidentId: string;
  /** Account name of the person. */
  readonly by: string;
  readonly atMs: number;
  /** Never empty for close, false positive, split and merge. */
  readonly reason: string;
}

/** Everything that is known of one incident. */
export interface IncidentDossier {
  readonly incident: Incident;
  /** Its first class, or null in an incident without signals. */
  readonly rsit: RsitClass | null;
  /** Why the severity is what it is. */
  readonly severityReason: string;
  /** Earliest first. */
  readonly members: readonly IncidentMember[];
  readonly links: readonly IncidentLink[];
  /** Those that link first, then by members. */
  readonly entities: readonly IncidentEntity[];
  /** In the order of tactics, in each by time. */
  readonly timeline: readonly IncidentStep[];
  readonly assets: readonly AffectedAsset[];
  /** Closed incident that this one continues; null: none. */
  readonly predecessor: string | null;
  /** Incident that this one went into; null: none. */
  readonly mergedInto: string | null;
  readonly acts: readonly IncidentAct[];
  /** Members that are not listed because there are too many. */
  readonly membersLeftOut: number;
}
