import type { ActorKey } from './event.ts';
import type { RsitClass } from './rsit.ts';

/** Severities in rising order; the index is their rank. */
export const SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'] as const;

/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** Place in {@link SEVERITIES}, for comparing: the more severe, the higher. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** Which rule spoke, so that an outsider can find the same text. */
export interface RuleRef {
  readonly engine: 'seclang' | 'sigma' | 'suricata' | 'gateway';
  /** The rule's own identifier (SecLang id, Sigma UUID, Suricata sid). */
  readonly id: string;
  readonly title: string;
  /** Name and version of the content pack, for example `crs 3.3.4`. */
  readonly pack: string;
}

/** One part of the event that made the rule match. */
export interface MatchedPart {
  /** Where: a SecLang variable such as `ARGS:q`, or a field name of the event. */
  readonly target: string;
  /** The value there, cut to 2,048 characters around the match. */
  readonly value: string;
  /** Start and length of the matched stretch within `value`, in UTF-16 code units, where the engine knows it. */
  readonly span?: { readonly start: number; readonly length: number };
}

/** A rule matched an event. Never summed over sensors that overlap. */
export interface Signal {
  readonly id: string;
  readonly timeMs: number;
  readonly eventId: string;
  readonly source: string;
  readonly service: string | null;
  readonly host: string | null;
  readonly actor: ActorKey | null;
  readonly rule: RuleRef;
  readonly severity: Severity;
  readonly rsit: RsitClass;
  /** ATT&CK technique identifiers, for example `T1190`, `T1505.003`. */
  readonly techniques: readonly string[];
  readonly message: string;
  readonly parts: readonly MatchedPart[];
  /** Points that it added to the anomaly score of its request; 0 where the engine keeps no score. */
  readonly score: number;
  /** What the enforcement point did with the request of this signal; `unknown` for records read from logs. */
  readonly effect: 'blocked' | 'passed' | 'would-block' | 'unknown';
  /** Set only by rules that see the effect itself, such as a web shell that answered. */
  readonly proves?: 'succeeded';
}
