export type { ClickHouseOptions } from './clickhouse-engine.ts';
export { openClickHouseStore } from './open-clickhouse-store.ts';
