/** What attackers' infrastructure is made of. `network`: an autonomous system; `file`: a hash of what was served. */
export type InfraKind =
  | 'address'
  | 'network'
  | 'domain'
  | 'certificate'
  | 'ssh-key'
  | 'tls-client'
  | 'tls-server'
  | 'user-agent'
  | 'uri-shape'
  | 'file'
  | 'tool'
  | 'rule';

/** One thing in the graph, its value in canonical form: addresses as RFC 5952 has them, names and hashes in lower case. */
export interface InfraNode {
  readonly kind: InfraKind;
  readonly value: string;
}

/**
 * How two nodes hang together. The first is the server (an address or a domain), the second what was seen of it.
 * `used-…` and `requested-…`: by the server, where it was the client of a guarded service, or by the machines that
 * talked to it.
 */
export type InfraLinkKind =
  | 'resolved-to'
  | 'alias-of'
  | 'named-by-client'
  | 'presented-certificate'
  | 'named-in-certificate'
  | 'presented-ssh-key'
  | 'used-tls-client'
  | 'used-tls-server'
  | 'used-user-agent'
  | 'requested-uri-shape'
  | 'in-network'
  | 'served-file'
  | 'used-tool'
  | 'signalled-by';

/** One event shows one link. The unit that tracking learns from. */
export interface Sighting {
  readonly link: InfraLinkKind;
  readonly from: InfraNode;
  readonly to: InfraNode;
  /** When the event happened, milliseconds since the epoch. */
  readonly timeMs: number;
  /** The event that proves it. */
  readonly eventId: string;
}

/** An event that proves something, and when it happened. */
export interface EventProof {
  readonly timeMs: number;
  readonly eventId: string;
}

/** A link as the graph keeps it. */
export interface InfraLink {
  readonly link: InfraLinkKind;
  readonly from: InfraNode;
  readonly to: InfraNode;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Sightings of it. */
  readonly count: number;
  /** The earliest and the latest events that prove it, in the order of time; at most 16. */
  readonly proofs: readonly EventProof[];
}

/** How common a thing is among what was observed. */
export interface Rarity {
  /** Addresses that it was seen with, of all that were observed. */
  readonly addresses: number;
  readonly ofAddresses: number;
  /** Days (UTC) on which it was seen, of all days with observations. */
  readonly days: number;
  readonly ofDays: number;
  /** log2((ofAddresses + 1) / (addresses + 1)): 0 is what every address has; each bit more is half as common. */
  readonly bits: number;
}

/** Why a server is tracked. Nothing is tracked without a reason. */
export type TrackingSeed =
  | { readonly kind: 'incident' | 'attempt' | 'indicator'; readonly id: string }
  | { readonly kind: 'person'; readonly account: string };

/** TLP 2.0 (FIRST, August 2022). */
export type TlpLabel = 'red' | 'amber+strict' | 'amber' | 'green' | 'clear';

/** A server that is watched, passively: observed in what comes in anyway, never contacted. */
export interface TrackedServer {
  /** An address or a domain. */
  readonly node: InfraNode;
  readonly seed: TrackingSeed;
  readonly reason: string;
  readonly addedMs: number;
  readonly tlp: TlpLabel;
}

/** A time in which a server was seen without a silence. */
export interface ActiveSpell {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The life of a server, dated from observations. `unseen`: tracked, and never observed. */
export interface ServerLife {
  readonly node: InfraNode;
  readonly state: 'active' | 'silent' | 'unseen';
  /** In the order of time; more than one: it returned. */
  readonly spells: readonly ActiveSpell[];
}

/**
 * What identifies a server was last observed at one address and first at another: somewhere between the two times it
 * moved. `spread`: seen at both at once, so it did not leave the first.
 */
export interface Migration {
  readonly kind: 'moved' | 'spread';
  readonly from: InfraNode;
  readonly to: InfraNode;
  readonly fromNetwork: string | null;
  readonly toNetwork: string | null;
  /** What both share, rarest first. */
  readonly features: readonly InfraNode[];
  readonly lastThereMs: number;
  readonly firstHereMs: number;
  readonly proofs: readonly EventProof[];
}

/** A feature that a candidate shares with tracked servers. */
export interface SharedFeature {
  readonly feature: InfraNode;
  readonly rarity: Rarity;
  /** Observed addresses outside of the cluster and the candidate that have it, too. */
  readonly others: number;
  readonly bits: number;
  /** Whether it counts: of each kind the rarest does, because the others of that kind say much the same. */
  readonly counts: boolean;
  readonly proofs: readonly EventProof[];
}

/** An address that shares rare features with tracked servers. Proposed to a person; never blocked by itself. */
export interface CandidateServer {
  readonly node: InfraNode;
  /** Tracked servers that it shares something with. */
  readonly sharesWith: readonly InfraNode[];
  readonly features: readonly SharedFeature[];
  /**
   * Bits: an address drawn from what is observed, with features independent of each other, shares as much once in
   * 2^score. Features are not independent, so this ranks; it is no probability of guilt.
   */
  readonly score: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** One happening on the timeline of tracked servers. */
export interface TrackingEvent {
  readonly timeMs: number;
  readonly kind: 'tracked' | 'appeared' | 'fell-silent' | 'returned' | 'moved' | 'spread' | 'proposed';
  readonly node: InfraNode;
  /** One sentence. */
  readonly statement: string;
  readonly proofs: readonly EventProof[];
}
