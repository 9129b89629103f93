/**
 * Facts of ATT&CK as the attribution takes them: who is reported to use what, and where that was written. The form is
 * that of `content/attack/attack.json`; a file named by `--facts` has the same one. Parsed by a schema at the edge.
 */
export interface AttackFacts {
  readonly source: string;
  readonly groups: readonly NamedFact[];
  readonly software: readonly (NamedFact & { readonly dom?: string | undefined })[];
  readonly techniques: readonly TechniqueFact[];
  /** Who (group, campaign or software), what (technique or software), places in `refs`. */
  readonly uses: readonly (readonly [who: string, what: string, refs: readonly number[]])[];
  /** Campaign, group that it is attributed to, places in `refs`. */
  readonly attributed: readonly (readonly [campaign: string, group: string, refs: readonly number[]])[];
  /** Name, address, date as ATT&CK writes it (`2019, June 4`); all null where a reference was left out. */
  readonly refs: readonly (readonly [name: string | null, url: string | null, date: string | null])[];
}

/** A group or a tool, with the other names that it goes by. */
export interface NamedFact {
  /** ATT&CK identifier, `G0027` or `S0039`. */
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

/** A technique or sub-technique. */
export interface TechniqueFact {
  readonly id: string;
  readonly name: string;
  /** Short names of the tactics that it serves, `initial-access`. */
  readonly tactics: readonly string[];
  /** `e` Enterprise, `i` ICS, `m` Mobile, where it is told. */
  readonly dom?: string | undefined;
}
