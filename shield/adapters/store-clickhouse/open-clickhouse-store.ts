import type { Clock, EventStore } from '../../ports/index.ts';
import { openSqlEventStore } from '../../record/index.ts';
import { ClickHouseEngine, type ClickHouseOptions } from './clickhouse-engine.ts';

/**
 * Opens the store on a ClickHouse server. Rejects with StoreError `unreachable`, `unavailable` (user, password or
 * rights) or `rejected` (a database that a newer version wrote, or a name that is none).
 */
export async function openClickHouseStore(options: ClickHouseOptions, clock: Clock): Promise<EventStore> {
  const engine = new ClickHouseEngine(options);
  try {
    await engine.createDatabase();
  } catch (cause) {
    await engine.close();
    throw cause;
  }
  return openSqlEventStore(engine, clock);
}
