import type { Attempt, Incident } from '../model/index.ts';
import {
  type AttemptFilter,
  type Clock,
  type EventDetail,
  type EventStore,
  type Funnel,
  type FunnelBucket,
  type Retention,
  type StoreBatch,
  StoreError,
  type StoreHealth,
  type TimeRange,
} from '../ports/index.ts';
import { encodeBatch } from './encode-batch.ts';
import { pendingMigrations } from './pending-migrations.ts';
import { attemptStatement, attemptsStatement } from './queries/attempts.ts';
import { eventDetailStatements, readEventDetails, referenceStatement } from './queries/event-details.ts';
import { funnelStatement, readFunnelRows, readSeriesRows, seriesStatement } from './queries/funnel.ts';
import { HEALTH_STATEMENT, readHealthRow } from './queries/health.ts';
import { incidentStatement, incidentsStatement } from './queries/incidents.ts';
import { expiryStatements, PARTITIONS_STATEMENT, retentionStatements } from './queries/retention.ts';
import { parseAttemptRow } from './rows/attempt-row.ts';
import { parseIncidentRow } from './rows/incident-row.ts';
import { readNumber, readText } from './rows/read-row.ts';
import { MIGRATIONS, type Migration, VERSION_TABLE_SQL } from './schema.ts';
import type { SqlEngine } from './sql-engine.ts';
import { VersionClock } from './version-clock.ts';

/** Highest version of the tables whose rows replace each other. */
const HIGHEST_VERSION_SQL = `SELECT max(version) AS highest FROM (
SELECT max(version) AS version FROM attempts UNION ALL SELECT max(version) AS version FROM incidents
UNION ALL SELECT max(version) AS version FROM decisions)`;

const DAY_MS = 86_400_000;

/** What a store keeps until `setRetention` says otherwise: the defaults of the configuration. */
const DEFAULT_RETENTION: Retention = {
  eventsMs: 14 * DAY_MS,
  signalsMs: 90 * DAY_MS,
  attemptsMs: 400 * DAY_MS,
};

/** The event store over any engine that speaks ClickHouse's SQL. Made by `openSqlEventStore`. */
class SqlEventStore implements EventStore {
  readonly #engine: SqlEngine;
  readonly #versions: VersionClock;
  #retention: Retention = DEFAULT_RETENTION;
  #closed = false;

  constructor(engine: SqlEngine, versions: VersionClock) {
    this.#engine = engine;
    this.#versions = versions;
  }

  async append(batch: StoreBatch): Promise<void> {
    this.#open();
    const parts = encodeBatch(batch, this.#versions.next());
    if (parts.length > 0) await this.#engine.insert(parts);
  }

  async funnel(range: TimeRange): Promise<Funnel> {
    return readFunnelRows(await this.#open().select(funnelStatement(range)));
  }

  async funnelSeries(range: TimeRange, stepMs: number): Promise<readonly FunnelBucket[]> {
    const statement = seriesStatement(range, stepMs);
    return readSeriesRows(await this.#open().select(statement), statement);
  }

  async attempts(filter: AttemptFilter): Promise<readonly Attempt[]> {
    const rows = await this.#open().select(attemptsStatement(filter));
    return rows.map(parseAttemptRow);
  }

  async attempt(id: string): Promise<Attempt | null> {
    const [row] = await this.#open().select(attemptStatement(id));
    return row === undefined ? null : parseAttemptRow(row);
  }

  async attemptEvents(id: string, limit: number): Promise<readonly EventDetail[]> {
    const attempt = await this.attempt(id);
    return attempt === null ? [] : this.#details(attempt.eventIds, limit);
  }

  async event(id: string): Promise<EventDetail | null> {
    const [detail] = await this.#details([id], 1);
    return detail ?? null;
  }

  async byReference(reference: string): Promise<EventDetail | null> {
    const [row] = await this.#open().select(referenceStatement(reference));
    return row === undefined ? null : this.event(readText(row, 'event_id'));
  }

  async incidents(range: TimeRange, limit: number): Promise<readonly Incident[]> {
    const rows = await this.#open().select(incidentsStatement(range, limit));
    return rows.map(parseIncidentRow);
  }

  async incident(id: string): Promise<Incident | null> {
    const [row] = await this.#open().select(incidentStatement(id));
    return row === undefined ? null : parseIncidentRow(row);
  }

  async setRetention(retention: Retention): Promise<void> {
    const engine = this.#open();
    for (const sql of retentionStatements(retention)) await engine.command(sql);
    this.#retention = retention;
  }

  async dropExpired(nowMs: number): Promise<void> {
    const engine = this.#open();
    const partitions = await engine.select(PARTITIONS_STATEMENT);
    for (const { sql, params } of expiryStatements(partitions, this.#retention, nowMs)) {
      await engine.command(sql, params);
    }
  }

  async health(): Promise<StoreHealth> {
    const engine = this.#open();
    const [row] = await engine.select(HEALTH_STATEMENT);
    if (row === undefined)
      throw new StoreError('damaged', 'the store answered its health question with no row.');
    return readHealthRow(row, engine.name);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#engine.close();
  }

  #open(): SqlEngine {
    if (this.#closed) throw new StoreError('closed', 'the store was closed; open it again to use it.');
    return this.#engine;
  }

  async #details(eventIds: readonly string[], limit: number): Promise<readonly EventDetail[]> {
    if (eventIds.length === 0) return [];
    const engine = this.#open();
    const statements = eventDetailStatements(eventIds, limit);
    const [events, signals, receipts] = await Promise.all([
      engine.select(statements.events),
      engine.select(statements.signals),
      engine.select(statements.receipts),
    ]);
    return readEventDetails({ events, signals, receipts });
  }
}

/** Takes the database forward, one noted step after another; a step that was cut short is taken again. */
export async function migrate(
  engine: SqlEngine,
  clock: Clock,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  await engine.command(VERSION_TABLE_SQL);
  const [row] = await engine.select({
    sql: 'SELECT max(version) AS version FROM schema_version',
    params: {},
  });
  const version = row === undefined ? 0 : readNumber(row, 'version');
  for (const migration of pendingMigrations(version, migrations)) {
    for (const sql of migration.statements) await engine.command(sql);
    await engine.command('INSERT INTO schema_version SELECT {version:UInt32}, {now:Int64}', {
      version: migration.version,
      now: Math.trunc(clock.nowMs()),
    });
  }
}

/**
 * Opens the store on an engine: brings the schema up to date and finishes what an earlier run had begun.
 * The store owns the engine from here on: it is closed with the store, and when the opening fails.
 */
export async function openSqlEventStore(engine: SqlEngine, clock: Clock): Promise<EventStore> {
  try {
    await migrate(engine, clock);
    await engine.recover();
    const [row] = await engine.select({ sql: HIGHEST_VERSION_SQL, params: {} });
    return new SqlEventStore(
      engine,
      new VersionClock(clock, row === undefined ? 0 : readNumber(row, 'highest')),
    );
  } catch (cause) {
    await engine.close();
    throw cause;
  }
}
