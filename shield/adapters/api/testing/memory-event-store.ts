import { type Attempt, type Incident, severityRank } from '../../../model/index.ts';
import type {
  AttemptFilter,
  EventDetail,
  EventStore,
  Funnel,
  FunnelBucket,
  StoreBatch,
  StoreHealth,
  TimeRange,
} from '../../../ports/index.ts';

type Rows = { -readonly [K in keyof StoreBatch]: Map<string, StoreBatch[K][number]> };

/** The event store as plain maps. Only for tests: it keeps nothing and scans everything. */
export class MemoryEventStore implements EventStore {
  readonly #rows: Rows = {
    events: new Map(),
    signals: new Map(),
    attempts: new Map(),
    incidents: new Map(),
    decisions: new Map(),
    receipts: new Map(),
  };
  /** When set, every question is answered with it. */
  failure: Error | null = null;

  async append(batch: StoreBatch): Promise<void> {
    this.#check();
    for (const row of batch.events) this.#rows.events.set(row.id, row);
    for (const row of batch.signals) this.#rows.signals.set(row.id, row);
    for (const row of batch.attempts) this.#rows.attempts.set(row.id, row);
    for (const row of batch.incidents) this.#rows.incidents.set(row.id, row);
    for (const row of batch.decisions) this.#rows.decisions.set(row.id, row);
    for (const row of batch.receipts) this.#rows.receipts.set(row.id, row);
  }

  async funnel(range: TimeRange): Promise<Funnel> {
    this.#check();
    return this.#funnel(range);
  }

  async funnelSeries(range: TimeRange, stepMs: number): Promise<readonly FunnelBucket[]> {
    this.#check();
    const count = Math.ceil((range.untilMs - range.sinceMs) / stepMs);
    return Array.from({ length: count }, (_, at) => {
      const startMs = range.sinceMs + at * stepMs;
      return { startMs, ...this.#funnel({ sinceMs: startMs, untilMs: startMs + stepMs }) };
    });
  }

  async attempts(filter: AttemptFilter): Promise<readonly Attempt[]> {
    this.#check();
    return [...this.#rows.attempts.values()]
      .filter((attempt) => isWanted(attempt, filter))
      .sort((a, b) => b.lastMs - a.lastMs || compare(b.id, a.id))
      .slice(0, filter.limit);
  }

  async attempt(id: string): Promise<Attempt | null> {
    this.#check();
    return this.#rows.attempts.get(id) ?? null;
  }

  async attemptEvents(id: string, limit: number): Promise<readonly EventDetail[]> {
    const attempt = await this.attempt(id);
    const details = (attempt?.eventIds ?? []).flatMap((eventId) => this.#detail(eventId) ?? []);
    return details.sort((a, b) => b.event.timeMs - a.event.timeMs).slice(0, limit);
  }

  async event(id: string): Promise<EventDetail | null> {
    this.#check();
    return this.#detail(id);
  }

  async byReference(reference: string): Promise<EventDetail | null> {
    this.#check();
    const receipt = [...this.#rows.receipts.values()].find((row) => row.reference === reference);
    return receipt === undefined ? null : this.#detail(receipt.eventId);
  }

  async incidents(range: TimeRange, limit: number): Promise<readonly Incident[]> {
    this.#check();
    const rows = [...this.#rows.incidents.values()].filter((incident) => isWithin(incident.lastMs, range));
    return rows.sort((a, b) => b.lastMs - a.lastMs).slice(0, limit);
  }

  async incident(id: string): Promise<Incident | null> {
    this.#check();
    return this.#rows.incidents.get(id) ?? null;
  }

  async setRetention(): Promise<void> {}

  async dropExpired(): Promise<void> {}

  async health(): Promise<StoreHealth> {
    this.#check();
    const { events, signals, attempts, incidents, decisions, receipts } = this.#rows;
    return {
      engine: 'memory',
      version: '1',
      bytesOnDisk: null,
      rows: {
        events: events.size,
        signals: signals.size,
        attempts: attempts.size,
        incidents: incidents.size,
        decisions: decisions.size,
        receipts: receipts.size,
      },
    };
  }

  async close(): Promise<void> {}

  #check(): void {
    if (this.failure !== null) throw this.failure;
  }

  #detail(id: string): EventDetail | null {
    const event = this.#rows.events.get(id);
    if (event === undefined) return null;
    return {
      event,
      signals: [...this.#rows.signals.values()].filter((row) => row.eventId === id),
      receipts: [...this.#rows.receipts.values()].filter((row) => row.eventId === id),
    };
  }

  #funnel(range: TimeRange): Funnel {
    const within = <T>(rows: Map<string, T>, timeOf: (row: T) => number) =>
      [...rows.values()].filter((row) => isWithin(timeOf(row), range));
    const attempts = within(this.#rows.attempts, (row) => row.firstMs);
    const counted = attempts.filter((row) => row.origin === 'unknown');
    return {
      events: within(this.#rows.events, (row) => row.timeMs).length,
      signals: within(this.#rows.signals, (row) => row.timeMs).length,
      attempts: counted.length,
      scannerAttempts: attempts.filter((row) => row.origin === 'known-scanner').length,
      ownTestAttempts: attempts.filter((row) => row.origin === 'own-test').length,
      incidents: within(this.#rows.incidents, (row) => row.firstMs).length,
      blockedAttempts: counted.filter((row) => row.outcome === 'blocked').length,
    };
  }
}

function isWanted(attempt: Attempt, filter: AttemptFilter): boolean {
  const { before, minSeverity } = filter;
  const isAfterCursor =
    before === undefined ||
    attempt.lastMs < before.lastMs ||
    (attempt.lastMs === before.lastMs && attempt.id < before.id);
  return (
    isAfterCursor &&
    isWithin(attempt.lastMs, filter) &&
    (filter.service === undefined || attempt.service === filter.service) &&
    (filter.rsit === undefined || attempt.rsit === filter.rsit) &&
    (filter.outcome === undefined || attempt.outcome === filter.outcome) &&
    (filter.origin === undefined || attempt.origin === filter.origin) &&
    (minSeverity === undefined || severityRank(attempt.severity) >= severityRank(minSeverity)) &&
    (filter.text === undefined || mentions(attempt, filter.text.toLowerCase()))
  );
}

function mentions(attempt: Attempt, text: string): boolean {
  const texts = [
    attempt.actor.value,
    ...attempt.techniques,
    ...attempt.rules.flatMap((rule) => [rule.id, rule.title]),
  ];
  return texts.some((candidate) => candidate.toLowerCase().includes(text));
}

function isWithin(timeMs: number, range: TimeRange): boolean {
  return timeMs >= range.sinceMs && timeMs < range.untilMs;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
