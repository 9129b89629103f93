/** Whom an actor is reported to have attacked, and where it is supposed to sit. */
export interface VictimRecord {
  /** Identifier of the actor, `G0027`. */
  readonly id: string;
  /**
   * Country in which published sources suppose the actor, ISO 3166-1 alpha-2; null: none, or they differ. Used for
   * nothing but the hours of work there.
   */
  readonly origin: string | null;
  readonly sectors: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
}

/** Victims of actors as published; of most actors nothing, and of none all. */
export interface VictimFacts {
  readonly source: string;
  readonly actors: readonly VictimRecord[];
}
