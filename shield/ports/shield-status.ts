import type { RuleCoverage, SeenLogSource } from '@dejfa/sigma';
import type { AuditLogStatus } from './audit-log.ts';
import type { BlocklistStatus } from './blocklist.ts';
import type { SourceStatus } from './source-reader.ts';

/** A guarded service and whether what stands behind it answers. */
export interface ServiceStatus {
  readonly name: string;
  /** Host names that it answers to; empty: every host that no other service names. */
  readonly hosts: readonly string[];
  /** `observe` blocks nothing and shows what would have been blocked. */
  readonly mode: 'observe' | 'guard';
  readonly upstream: UpstreamHealth;
  /** Paranoia level of the OWASP CRS, 1 to 4. */
  readonly paranoia: number;
  /** What happens to a request that could not be inspected: let through, or refused. */
  readonly onInspectionError: 'open' | 'closed';
}

/** How the server behind one service answered last. */
export interface UpstreamHealth {
  readonly url: string;
  /** `unknown` until the first request or check. */
  readonly state: 'up' | 'down' | 'unknown';
  readonly checkedMs: number | null;
  /** Why it is down, in one sentence. */
  readonly detail: string | null;
}

/** A rule that is not run, or runs with a warning, and why. */
export interface RuleProblem {
  /** `disabled` by configuration or a directive, `refused` by the engine, or loaded with a `warning`. */
  readonly kind: 'disabled' | 'refused' | 'warning';
  /** Stable code of the diagnostic behind it, for example `seclang.unknown-operator`. */
  readonly code: string;
  /** The rule's own identifier, where it could be read. */
  readonly rule: string | null;
  /** `file:line:column`. */
  readonly place: string;
  readonly message: string;
  readonly help: string | null;
}

/** A content pack that is in use. */
export interface PackStatus {
  readonly name: string;
  readonly version: string;
  /** Where it was found: the project itself, the system, or a path. */
  readonly origin: string;
  readonly licence: string | null;
  readonly engine: 'seclang' | 'sigma';
  readonly rules: {
    readonly read: number;
    readonly loaded: number;
    readonly disabled: number;
    readonly refused: number;
  };
  readonly problems: readonly RuleProblem[];
}

/** Whether what is found is also being kept. When it is not, nothing is counted, and people are told. */
export interface RecorderStatus {
  readonly state: 'recording' | 'retrying' | 'stopped';
  readonly queuedRows: number;
  /** Rows that were given up since the start, because they could not be kept. */
  readonly lostRows: number;
  readonly lastWriteMs: number | null;
  readonly detail: string | null;
}

/** The shield as of now, for people who ask whether it works. The store speaks for itself by its `health`. */
export interface ShieldStatus {
  readonly version: string;
  /** Name and version of the rule by which signals are counted into attempts. */
  readonly countingRule: string;
  readonly startedMs: number;
  /** True while the bundled demonstration makes the traffic. */
  readonly simulated: boolean;
  readonly services: readonly ServiceStatus[];
  readonly sources: readonly SourceStatus[];
  readonly packs: readonly PackStatus[];
  readonly recorder: RecorderStatus;
  /** Null where none is written. */
  readonly auditLog: AuditLogStatus | null;
  /** Null where no block list is asked. */
  readonly blocklists: BlocklistStatus | null;
}

/** What the sources sent since the rules were loaded, and which Sigma rules can fire on it. */
export interface LiveCoverage {
  readonly seen: readonly Pick<SeenLogSource, 'logsource' | 'events'>[];
  readonly rules: readonly RuleCoverage[];
}

/** Who can say how the shield is. */
export interface ShieldStatusProvider {
  /** Cheap: reads what is already known; checks nothing. */
  status(): ShieldStatus;
  /** Takes some milliseconds for thousands of rules. */
  coverage(): LiveCoverage;
}
