import type {
  Attempt,
  Decision,
  DecisionAction,
  DecisionScope,
  Event,
  Hypothesis,
  Incident,
  Receipt,
  Signal,
} from '../../../shield/model/index.ts';

/** What the control API answers, in the words of `docs/api.md`. */

export type FunnelWindow = 'quarter' | 'hour' | 'day';

export interface Funnel {
  readonly events: number;
  readonly signals: number;
  readonly attempts: number;
  readonly scannerAttempts: number;
  readonly ownTestAttempts: number;
  readonly incidents: number;
  readonly blockedAttempts: number;
}

export interface FunnelAnswer {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly funnel: Funnel;
}

export interface SeriesAnswer {
  readonly stepMs: number;
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly buckets: readonly (Funnel & { readonly startMs: number })[];
}

export interface AttemptPage {
  readonly attempts: readonly Attempt[];
  readonly next: string | null;
}

export interface EventDetail {
  readonly event: Event;
  readonly signals: readonly Signal[];
  readonly receipts: readonly Receipt[];
}

export interface AttemptDetail {
  readonly attempt: Attempt;
  readonly events: readonly EventDetail[];
  readonly isComplete: boolean;
}

export interface FoundEvent extends EventDetail {
  readonly attemptIds: readonly string[];
}

export interface IncidentsAnswer {
  readonly incidents: readonly Incident[];
}

/** Hypotheses likeliest first, and by which method they were found. */
export interface Attribution {
  readonly method: string;
  readonly hypotheses: readonly Hypothesis[];
}

export interface IncidentDetail {
  readonly incident: Incident;
  readonly attempts: readonly Attempt[];
  readonly attribution: Attribution;
}

export interface DecisionsAnswer {
  readonly nowMs: number;
  readonly total: number;
  readonly decisions: readonly Decision[];
}

export interface DecisionRequest {
  readonly scope: string;
  readonly action: DecisionAction;
  readonly service: string | null;
  readonly reason: string;
  readonly durationMs: number;
  readonly attemptId: string | null;
}

export interface DecisionPreview {
  readonly scope: DecisionScope;
  readonly addressCount: string;
  readonly attempts: number;
  readonly attemptsLookedAt: number;
  readonly actors: readonly string[];
  readonly overlapping: readonly { readonly id: string; readonly action: string; readonly scope: string }[];
  readonly coversYou: boolean;
}

export interface ServiceStatus {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly mode: 'observe' | 'guard';
  readonly upstream: {
    readonly url: string;
    readonly state: 'up' | 'down' | 'unknown';
    readonly checkedMs: number | null;
    readonly detail: string | null;
  };
  readonly paranoia: number;
  readonly onInspectionError: 'open' | 'closed';
}

export interface SourceStatus {
  readonly name: string;
  readonly kind: string;
  readonly state: 'starting' | 'running' | 'waiting' | 'stopped' | 'failed';
  readonly read: number;
  readonly parsed: number;
  readonly unparsed: number;
  readonly examples: readonly {
    readonly line: string;
    readonly reason: string;
    readonly format: string;
    readonly count: number;
  }[];
  readonly lastEventMs: number | null;
  readonly lagBytes: number | null;
  readonly error: string | null;
}

export interface RuleProblem {
  readonly kind: 'disabled' | 'refused' | 'warning';
  readonly code: string;
  readonly rule: string | null;
  readonly place: string;
  readonly message: string;
  readonly help: string | null;
}

export interface PackStatus {
  readonly name: string;
  readonly version: string;
  readonly origin: string;
  readonly licence: string | null;
  readonly engine: 'seclang' | 'sigma';
  readonly rules: {
    readonly read: number;
    readonly loaded: number;
    readonly disabled: number;
    readonly refused: number;
  };
  readonly problemCount: number;
}

export interface PackContent extends PackStatus {
  readonly problems: readonly RuleProblem[];
}

export interface RecorderStatus {
  readonly state: 'recording' | 'retrying' | 'stopped';
  readonly queuedRows: number;
  readonly lostRows: number;
  readonly lastWriteMs: number | null;
  readonly detail: string | null;
}

export type StoreState =
  | {
      readonly state: 'working';
      readonly engine: string;
      readonly version: string;
      readonly bytesOnDisk: number | null;
      readonly rows: Readonly<
        Record<'events' | 'signals' | 'attempts' | 'incidents' | 'decisions' | 'receipts', number>
      >;
    }
  | { readonly state: 'failed'; readonly code: string; readonly detail: string };

export interface Status {
  readonly version: string;
  readonly startedMs: number;
  readonly nowMs: number;
  readonly uptimeMs: number;
  readonly simulated: boolean;
  readonly services: readonly ServiceStatus[];
  readonly sources: readonly SourceStatus[];
  readonly packs: readonly PackStatus[];
  readonly recorder: RecorderStatus;
  readonly store: StoreState;
}

/** `account` is null for people who are not signed in. */
export interface Me {
  readonly account: string | null;
  readonly expiresMs: number | null;
}

export interface Tick {
  readonly timeMs: number;
  readonly events: number;
  readonly signals: number;
}
