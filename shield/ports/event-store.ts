import type { Attempt, Decision, Event, Incident, Receipt, Severity, Signal } from '../model/index.ts';

/** Rows that go to the store together, in the order of the way through. */
export interface StoreBatch {
  readonly events: readonly Event[];
  readonly signals: readonly Signal[];
  /** Whole attempts as of now; a later one with the same id replaces an earlier one. */
  readonly attempts: readonly Attempt[];
  readonly incidents: readonly Incident[];
  readonly decisions: readonly Decision[];
  readonly receipts: readonly Receipt[];
}

/** A batch without a row, to begin one from. */
export const EMPTY_BATCH: StoreBatch = {
  events: [],
  signals: [],
  attempts: [],
  incidents: [],
  decisions: [],
  receipts: [],
};

/** `since` inclusive, `until` exclusive, milliseconds since the epoch. */
export interface TimeRange {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Counts within a range of time, from all that was seen down to what is worth a look. */
export interface Funnel {
  readonly events: number;
  readonly signals: number;
  /** Without known scanners and own tests, which stand beside it. */
  readonly attempts: number;
  readonly scannerAttempts: number;
  readonly ownTestAttempts: number;
  readonly incidents: number;
  readonly blockedAttempts: number;
}

/** Which attempts are asked for; a field that is left out does not filter. */
export interface AttemptFilter extends TimeRange {
  readonly service?: string;
  readonly rsit?: string;
  readonly outcome?: string;
  readonly minSeverity?: Severity;
  readonly origin?: string;
  /** Substring of actor, rule id, rule title or technique; case-insensitive. */
  readonly text?: string;
  /** At most this many, latest activity first. */
  readonly limit: number;
  /** Continue after this row of an earlier answer. */
  readonly before?: { readonly lastMs: number; readonly id: string };
}

/** Everything that a reference number, or an event id, leads to. */
export interface EventDetail {
  readonly event: Event;
  readonly signals: readonly Signal[];
  readonly receipts: readonly Receipt[];
}

/** How long rows stay, each a whole number of milliseconds above 0. */
export interface Retention {
  readonly eventsMs: number;
  readonly signalsMs: number;
  readonly attemptsMs: number;
}

/** The funnel of one step of time, which begins at `startMs`. */
export interface FunnelBucket extends Funnel {
  readonly startMs: number;
}

/**
 * Keeps events, signals, attempts, incidents, decisions and receipts, in columns.
 * `append` resolves when the batch survives a kill -9 of this process; it rejects with a `StoreError` and then
 * nothing of the batch may be counted as kept (a retry with the same identifiers does not double it).
 */
export interface EventStore {
  append(batch: StoreBatch): Promise<void>;
  funnel(range: TimeRange): Promise<Funnel>;
  /** The funnel by equal steps of time, oldest first, empty steps included. */
  funnelSeries(range: TimeRange, stepMs: number): Promise<readonly FunnelBucket[]>;
  attempts(filter: AttemptFilter): Promise<readonly Attempt[]>;
  attempt(id: string): Promise<Attempt | null>;
  /** Events of an attempt with their signals and receipts, newest first, at most `limit`. */
  attemptEvents(id: string, limit: number): Promise<readonly EventDetail[]>;
  event(id: string): Promise<EventDetail | null>;
  /** By the reference number on the visitor's page. */
  byReference(reference: string): Promise<EventDetail | null>;
  incidents(range: TimeRange, limit: number): Promise<readonly Incident[]>;
  incident(id: string): Promise<Incident | null>;
  /** Sets how long rows stay; older ones are dropped within a day, and by `dropExpired` at once. */
  setRetention(retention: Retention): Promise<void>;
  dropExpired(nowMs: number): Promise<void>;
  /** Answers when the store works; rejects with the reason when it does not. */
  health(): Promise<StoreHealth>;
  close(): Promise<void>;
}

/**
 * What the store says of itself: its engine and version, bytes on disk (null where it cannot tell), rows kept by table.
 */
export interface StoreHealth {
  readonly engine: string;
  readonly version: string;
  readonly bytesOnDisk: number | null;
  readonly rows: Readonly<
    Record<'events' | 'signals' | 'attempts' | 'incidents' | 'decisions' | 'receipts', number>
  >;
}

/** Why the store could not do it. `rejected`: the same will be refused again; the others may pass. */
export type StoreErrorCode =
  | 'disk-full'
  | 'damaged'
  | 'unreachable'
  | 'locked'
  | 'rejected'
  | 'closed'
  | 'unavailable';

/** What the store could not do; `message` says what to do about it. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
