import type {
  Attempt,
  Decision,
  DecisionAction,
  DecisionScope,
  Hypothesis,
  Incident,
} from '../../../shield/model/index.ts';
import type {
  EventDetail,
  Funnel,
  FunnelBucket,
  PackStatus,
  ShieldStatus,
  StoreHealth,
} from '../../../shield/ports/index.ts';

/** What the control API puts around the types of the model and the ports, in the words of `docs/api.md`. */

export type FunnelWindow = 'quarter' | 'hour' | 'day';

export interface FunnelAnswer {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly funnel: Funnel;
}

export interface SeriesAnswer {
  readonly stepMs: number;
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly buckets: readonly FunnelBucket[];
}

export interface AttemptPage {
  readonly attempts: readonly Attempt[];
  readonly next: string | null;
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

/** A pack with the number of its problems instead of the problems. */
export interface PackSummary extends Omit<PackStatus, 'problems'> {
  readonly problemCount: number;
}

/** `problems` are the first of them; `problemCount` says how many there are. */
export interface PackContent extends PackStatus {
  readonly problemCount: number;
}

export type StoreState =
  | ({ readonly state: 'working' } & StoreHealth)
  | { readonly state: 'failed'; readonly code: string; readonly detail: string };

export interface Status extends Omit<ShieldStatus, 'packs'> {
  readonly nowMs: number;
  readonly uptimeMs: number;
  readonly packs: readonly PackSummary[];
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
