import type { Diagnostic } from '@dejfa/diagnostics';
import type {
  LoadedSigma,
  Observation,
  RuleNeeds,
  SeenLogSource,
  SigmaRuleInfo,
  SigmaSource,
} from '@dejfa/sigma';
import type { HuntFile, HuntHit } from '../../report/hunt-findings.ts';

/** What one worker takes at a time: a file with all that is in it, or a stretch of a large one. */
export interface HuntTask {
  /** Place in the order of the results, from 0. */
  readonly index: number;
  /** Absolute path. */
  readonly path: string;
  /** As the user wrote its beginning. */
  readonly shown: string;
  /** Bytes on the disk. */
  readonly sizeBytes: number;
  /** Null for the whole file. */
  readonly stretch: { readonly start: number; readonly end: number } | null;
  /** False while more stretches of the same file follow. */
  readonly isLast: boolean;
  /** Why the path cannot be read; such a task needs no worker. */
  readonly error: string | null;
}

/** What comes out of a task, in the order of its records. */
export type HuntStep =
  | { readonly kind: 'hit'; readonly hit: HuntHit }
  | { readonly kind: 'observation'; readonly observation: Observation<EventPlace> }
  | { readonly kind: 'sources'; readonly seen: readonly SeenLogSource[] }
  | { readonly kind: 'file'; readonly file: HuntFile };

/** Steps of one task, and the bytes that were read from the disk for them. */
export interface HuntBatch {
  readonly steps: readonly HuntStep[];
  readonly bytes: number;
}

/** What is known of rules once they are loaded; all of it can be sent from a thread. */
export interface RuleFacts {
  readonly counts: { readonly read: number; readonly loaded: number; readonly rejected: number };
  readonly diagnostics: readonly Diagnostic[];
  readonly rules: readonly RuleText[];
  /** Identifiers of rules that were left out because they are switched off or excluded. */
  readonly disabled: readonly string[];
  readonly correlations: LoadedSigma['correlations'];
  readonly onlyCorrelated: LoadedSigma['onlyCorrelated'];
  /** Empty unless coverage is asked for. */
  readonly needs: readonly RuleNeeds[];
}

/** Where an event stands; `id` sorts as they were read. */
export interface EventPlace {
  readonly id: string;
  readonly file: string;
  readonly member: string | null;
  readonly record: number;
  readonly host: string | null;
}

/** What a rule says of itself, for reports. */
export type RuleText = Pick<
  SigmaRuleInfo,
  'id' | 'title' | 'level' | 'tags' | 'description' | 'falsePositives' | 'logsource' | 'path'
>;

/** What each worker is given; all of it can be sent to a thread. */
export interface HuntSettings {
  /** The rules, as `keepSigma` gives them. */
  readonly kept: Uint8Array;
  readonly mappings: readonly SigmaSource[];
  readonly level: HuntHit['level'];
  /** Events before or from this time are left out, milliseconds since the epoch; those without a time are not. */
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  readonly zoneOffsetMinutes: number;
  /** Names of fields are noted, to say which rules can never fire. */
  readonly coverage: boolean;
  /** The time that events without one of their own are given. */
  readonly receivedMs: number;
}
