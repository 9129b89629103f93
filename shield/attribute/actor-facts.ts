/** Who is known to use what: facts of ATT&CK, or any other source in the same form. Parsed by an adapter. */
export interface ActorFacts {
  readonly source: string;
  readonly groups: readonly ActorProfile[];
  readonly techniques: readonly {
    readonly id: string;
    readonly name: string;
    readonly tactics: readonly string[];
  }[];
}

/** An actor, as ATT&CK describes groups. */
export interface ActorProfile {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** ATT&CK technique identifiers, sub-techniques as `T1059.001`. */
  readonly techniques: readonly string[];
  readonly software: readonly string[];
}
