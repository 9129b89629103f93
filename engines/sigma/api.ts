import type { Diagnostic } from '@dejfa/diagnostics';
import type { CorrelationPlan } from './correlation/plan.ts';
import type { Mappings } from './mapping/mapping.ts';
import type { RuleNeeds } from './seen/coverage-data.ts';

/** One rule file (YAML, one or more documents): its path, for diagnostics, and its text. */
export interface SigmaSource {
  readonly path: string;
  readonly text: string;
}

/** `level` of a rule, in rising order (rules specification, "Level"). */
export type SigmaLevel = 'informational' | 'low' | 'medium' | 'high' | 'critical';

/** Where records come from (rules specification, "Log source"); a part that is left out fits any. */
export interface SigmaLogSource {
  readonly product?: string;
  readonly category?: string;
  readonly service?: string;
}

/** What a rule says of itself. */
export interface SigmaRuleInfo {
  readonly id: string;
  /** `name`, by which correlations and filters may refer to the rule. */
  readonly name?: string;
  readonly title: string;
  readonly level: SigmaLevel;
  readonly status: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** ATT&CK techniques from the tags, upper case: `T1059.001`. */
  readonly techniques: readonly string[];
  readonly falsePositives: readonly string[];
  readonly logsource: SigmaLogSource;
  readonly path: string;
}

/** A value of a record, as JSON has them. */
export type SigmaValue =
  | string
  | number
  | boolean
  | null
  | readonly SigmaValue[]
  | { readonly [key: string]: SigmaValue };

/** A record as rules see it: nested objects are reached with dotted field names. */
export interface SigmaEvent {
  readonly logsource: SigmaLogSource;
  /** Where a record belongs to more than one log source: Sysmon 12 is `registry_event` and `registry_add`. */
  readonly furtherLogsources?: readonly SigmaLogSource[];
  readonly fields: { readonly [name: string]: SigmaValue };
}

/** A rule that fired, and why. */
export interface SigmaHit {
  readonly rule: SigmaRuleInfo;
  /** Fields whose values made the condition true, with the value as it stands in the event. */
  readonly matched: readonly {
    readonly field: string;
    readonly value: string;
    readonly span?: { readonly start: number; readonly length: number };
  }[];
}

/** Rules as they are run, and all that was found wrong with them while loading. */
export interface LoadedSigma {
  readonly rules: readonly SigmaRuleInfo[];
  readonly diagnostics: readonly Diagnostic[];
  readonly counts: { readonly read: number; readonly loaded: number; readonly rejected: number };
  /** What became of the documents of each source, by its path. */
  readonly files: ReadonlyMap<string, SigmaFileCounts>;
  /** Documents that `options.disabled` names, in the order of the sources. */
  readonly disabled: readonly Pick<SigmaRuleInfo, 'id' | 'path'>[];
  readonly engine: SigmaEngine;
  /** Correlation rules, each after those that it refers to; give them to a `SigmaCorrelator`. */
  readonly correlations: readonly CorrelationPlan[];
  /** Filters; they are part of the rules that they apply to by now. */
  readonly filters: readonly SigmaFilterInfo[];
  /**
   * Identifiers of rules that only serve correlations: their hits are fed to the correlator, and not reported
   * (correlation rules specification, "Generate").
   */
  readonly onlyCorrelated: ReadonlySet<string>;
  /** What each rule asks of events before it looks at values, for `coverage`; made when asked for. */
  needs(): readonly RuleNeeds[];
}

/** Documents of a source; each is loaded, rejected or disabled. */
export interface SigmaFileCounts {
  readonly read: number;
  readonly loaded: number;
  readonly rejected: number;
  readonly disabled: number;
}

/** A filter, and the identifiers of the rules that it was added to (filters specification). */
export interface SigmaFilterInfo {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly rules: readonly string[];
}

/** Compiled rules. Holds no state between events. */
export interface SigmaEngine {
  /** Rules that match this event; those of other log sources are not tried. Never throws on event content. */
  evaluate(event: SigmaEvent): readonly SigmaHit[];
  /** True when at least one rule is for this log source. */
  covers(logsource: SigmaLogSource): boolean;
  /**
   * Makes a scanner of JSON lines, which finds the same hits without making objects of events. One evaluates at a time:
   * the scanner and `evaluate` share what holds the event at hand. Null where
   * the log source has no part, where the runtime has no WebAssembly with relaxed SIMD or no 96 MiB for it, and where
   * rules and mappings name 4,096 fields or more; `evaluate` does it all then.
   */
  createScanner(options: SigmaScannerOptions): SigmaScanner | null;
}

/** What the lines of a scan are. */
export interface SigmaScannerOptions {
  readonly mappings: Mappings;
  /** Where the records come from, as far as it is known of all of them; at least one part. */
  readonly logsource: SigmaLogSource;
  /** Left out, every line that is a JSON object is a record of that log source. */
  readonly recogniser?: SigmaRecogniser;
}

/** Tells the records of a scan from others by some fields at their top. */
export interface SigmaRecogniser {
  /** Fields whose values it looks at; there must be few values of them. */
  readonly values: readonly string[];
  /** Fields of which it sees only that they are there, and whether they hold text, a number, a boolean or null. */
  readonly types: readonly string[];
  /**
   * Where a record comes from: the log source of the scan, with more of its parts where the record tells them; null
   * leaves its line to the caller. Of a field in `types` it is given any value of the type that the record has there.
   * `origin` is what the caller of the scan says of all its lines; empty unless it does.
   * It is not asked about records that hold an object or a list in one of the fields: those are left to the caller.
   */
  logsourceOf(record: SigmaEvent['fields'], origin: string): SigmaLogSource | null;
}

/** Finds hits in JSON lines as they stand in bytes. Holds no state between calls but tables and counts. */
export interface SigmaScanner {
  /**
   * The lines of some bytes that rules match, in their order. Bytes are whole lines; the last needs no newline. Hits are
   * those of `evaluate(applyMapping(mappings, { ...logsource, fields }))`, where `fields` is what `JSON.parse` makes of
   * the line. With a recogniser, lines of other records, and what is no object or cannot be read in place, are among
   * them without being looked at. `origin` is what it is told of all of them. Go through the lines before scanning
   * anything else.
   */
  scan(bytes: Uint8Array, origin?: string): Iterable<SigmaScannedLine>;
  readonly counts: SigmaScanCounts;
}

/** Since the scanner was made. */
export interface SigmaScanCounts {
  /** Lines that are not empty. */
  readonly lines: number;
  /** Lines that are empty. */
  readonly blanks: number;
  /** Lines left to `JSON.parse` and the plain engine: odd, or too long. */
  readonly plain: number;
  /** Lines that are no JSON objects. */
  readonly unparsed: number;
  /** Lines left to the caller. */
  readonly left: number;
  /** Lines of which at least one rule was tried, and rules tried. */
  readonly tried: number;
  readonly rulesTried: number;
  /** Rules that were worth trying until the scan itself found their conditions to be false. */
  readonly rulesDecided: number;
}

/** A line that at least one rule matches, or that is left to the caller; good until the next one is asked for. */
export interface SigmaScannedLine {
  /** Offsets in the bytes; `end` is behind the last one, before the newline. */
  readonly start: number;
  readonly end: number;
  /** Number of the line in the bytes, from 0; empty ones are counted. */
  readonly number: number;
  /** True for a line that was not looked at, because the recogniser does not know it; then there are no hits. */
  readonly isLeft: boolean;
  readonly hits: readonly SigmaHit[];
  /** Makes the event with the fields that mappings add; not of a line that is left. */
  event(): SigmaEvent;
}
