/** Parts of ATT&CK that a fact is from. */
export type AttackDomain = 'enterprise' | 'ics' | 'mobile';

/**
 * ATT&CK as facts: identifiers, names, and which report says that who used what; no descriptions. Every list is sorted
 * by identifier, references by name, uses by who and then by reference, so that two versions can be compared line by line.
 */
export interface AttackFacts {
  /** For people, with the version and where the facts were taken from. */
  readonly source: string;
  /** Of ATT&CK, such as `18.1`; null: the bundles do not say. */
  readonly version: string | null;
  /** MITRE's notice; it travels with the facts. */
  readonly licence: string;
  /** What was left out on purpose; null: nothing. */
  readonly cut: string | null;
  readonly groups: readonly AttackGroup[];
  readonly software: readonly AttackSoftware[];
  readonly campaigns: readonly AttackCampaign[];
  readonly techniques: readonly AttackTechnique[];
  /** Empty where the source does not list them; techniques name theirs by short name. */
  readonly tactics: readonly AttackTactic[];
  readonly references: readonly AttackReference[];
  readonly uses: readonly AttackUse[];
  /** Which campaign is attributed to which group. */
  readonly attributions: readonly AttackAttribution[];
}

/** A group, as ATT&CK calls its actors. Dates are of the ATT&CK page, `YYYY-MM-DD`. */
export interface AttackGroup {
  /** `G0027`. */
  readonly id: string;
  readonly name: string;
  /** Other names, without `name`. */
  readonly aliases: readonly string[];
  readonly domains: readonly AttackDomain[];
  /** STIX identifier; null: not known. */
  readonly stix: string | null;
  /** Of the page: `2.0`. */
  readonly version: string | null;
  readonly created: string | null;
  readonly modified: string | null;
  /** Names of references that the page cites. */
  readonly references: readonly string[];
}

/** Malware or a tool, `S0154`. */
export interface AttackSoftware {
  readonly id: string;
  readonly name: string;
  /** `tool`: something that is to be had by everybody; `malware`: all else. */
  readonly kind: 'malware' | 'tool';
  readonly aliases: readonly string[];
  readonly domains: readonly AttackDomain[];
  readonly platforms: readonly string[];
}

/** A campaign, `C0017`. */
export interface AttackCampaign {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly domains: readonly AttackDomain[];
  readonly stix: string | null;
  /** First and last seen, as precise as ATT&CK states it: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly first: string | null;
  readonly last: string | null;
  readonly created: string | null;
  readonly references: readonly string[];
}

/** A technique, `T1059`, or a sub-technique, `T1059.001`. */
export interface AttackTechnique {
  readonly id: string;
  readonly name: string;
  /** Of a sub-technique; null for a technique. */
  readonly parent: string | null;
  /** Short names: `command-and-control`. */
  readonly tactics: readonly string[];
  readonly domains: readonly AttackDomain[];
  readonly platforms: readonly string[];
}

/** A tactic, `TA0011`. */
export interface AttackTactic {
  readonly id: string;
  readonly name: string;
  /** As techniques name it. */
  readonly shortName: string;
  readonly domains: readonly AttackDomain[];
}

/** A report or page that ATT&CK cites. */
export interface AttackReference {
  /** ATT&CK's citation name, unique here. */
  readonly name: string;
  readonly url: string | null;
  /** Of publication, as precise as the citation: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; null: not stated. */
  readonly date: string | null;
}

/** One report about one group, campaign or software: what it is said to use there. */
export interface AttackUse {
  /** `G…`, `C…` or `S…`. */
  readonly who: string;
  /** Name of a reference; null: ATT&CK cites none. */
  readonly reference: string | null;
  /** Techniques `T…` and software `S…`. */
  readonly what: readonly string[];
}

/** A campaign that is attributed to a group. */
export interface AttackAttribution {
  readonly campaign: string;
  readonly group: string;
  readonly references: readonly string[];
}
