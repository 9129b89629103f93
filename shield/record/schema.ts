import type { TableName } from './table.ts';

/** One step forward of the schema; steps are never changed once released, only added. */
export interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
}

/** Which steps a database has taken. Plain MergeTree: a step that was noted twice is still one step. */
export const VERSION_TABLE_SQL =
  'CREATE TABLE IF NOT EXISTS schema_version (version UInt32, applied_ms Int64) ENGINE = MergeTree ORDER BY version';

/**
 * Columns that every table has.
 * `stored_ms` is the shield's own clock at the time of writing. Partitions and retention go by it and not by the
 * sensor's time, because whoever writes a log chooses that: a file of made-up dates would else open thousands of
 * partitions, or make rows expire at once.
 * `version` orders rows of the same key: ReplacingMergeTree with FINAL shows the highest only.
 * `exact` holds the whole value as JSON when a text in it is not well-formed Unicode; empty otherwise.
 */
const SHARED_COLUMNS = `
  stored_ms Int64 CODEC(DoubleDelta, ZSTD(1)),
  version UInt64 CODEC(DoubleDelta, ZSTD(1)),
  exact String CODEC(ZSTD(3))`;

/** A damaged part makes the open fail, instead of being dropped from the table in silence. */
const STRICT_PARTS =
  'ttl_only_drop_parts = 1, max_suspicious_broken_parts = 0, max_suspicious_broken_parts_bytes = 0';

function createTable(table: TableName, columns: string, orderBy: string): string {
  return `CREATE TABLE IF NOT EXISTS ${table} (${columns},${SHARED_COLUMNS}
) ENGINE = ReplacingMergeTree(version)
PARTITION BY intDiv(stored_ms, 86400000)
ORDER BY ${orderBy}
SETTINGS ${STRICT_PARTS}`;
}

const EVENTS = `
  id String CODEC(ZSTD(1)),
  time_ms Int64 CODEC(DoubleDelta, ZSTD(1)),
  time DateTime64(3, 'UTC') ALIAS fromUnixTimestamp64Milli(time_ms),
  received_ms Int64 CODEC(DoubleDelta, ZSTD(1)),
  source LowCardinality(String),
  format LowCardinality(String),
  product LowCardinality(Nullable(String)),
  category LowCardinality(Nullable(String)),
  log_service LowCardinality(Nullable(String)),
  service LowCardinality(Nullable(String)),
  host Nullable(String) CODEC(ZSTD(1)),
  actor_kind LowCardinality(Nullable(String)),
  actor_value Nullable(String) CODEC(ZSTD(1)),
  fields String CODEC(ZSTD(3)),
  raw String CODEC(ZSTD(3)),
  simulated Bool,
  INDEX by_time time_ms TYPE minmax GRANULARITY 1`;

const SIGNALS = `
  id String CODEC(ZSTD(1)),
  time_ms Int64 CODEC(DoubleDelta, ZSTD(1)),
  time DateTime64(3, 'UTC') ALIAS fromUnixTimestamp64Milli(time_ms),
  event_id String CODEC(ZSTD(1)),
  source LowCardinality(String),
  service LowCardinality(Nullable(String)),
  host Nullable(String) CODEC(ZSTD(1)),
  actor_kind LowCardinality(Nullable(String)),
  actor_value Nullable(String) CODEC(ZSTD(1)),
  rule_engine LowCardinality(String),
  rule_id LowCardinality(String),
  rule_title LowCardinality(String),
  rule_pack LowCardinality(String),
  severity LowCardinality(String),
  severity_rank Int8,
  rsit LowCardinality(String),
  techniques Array(LowCardinality(String)),
  message String CODEC(ZSTD(3)),
  parts String CODEC(ZSTD(3)),
  score Float64,
  effect LowCardinality(String),
  INDEX by_time time_ms TYPE minmax GRANULARITY 1`;

const RECEIPTS = `
  id String CODEC(ZSTD(1)),
  time_ms Int64 CODEC(DoubleDelta, ZSTD(1)),
  time DateTime64(3, 'UTC') ALIAS fromUnixTimestamp64Milli(time_ms),
  enforcer LowCardinality(String),
  effect LowCardinality(String),
  decision_id Nullable(String) CODEC(ZSTD(1)),
  event_id String CODEC(ZSTD(1)),
  reference String CODEC(ZSTD(1)),
  service LowCardinality(Nullable(String)),
  INDEX by_reference reference TYPE bloom_filter(0.01) GRANULARITY 1`;

const DECISIONS = `
  id String CODEC(ZSTD(1)),
  scope_kind LowCardinality(String),
  scope_value String CODEC(ZSTD(1)),
  action LowCardinality(String),
  service LowCardinality(Nullable(String)),
  reason String CODEC(ZSTD(3)),
  owner LowCardinality(String),
  created_ms Int64 CODEC(DoubleDelta, ZSTD(1)),
  expires_ms Int64 CODEC(DoubleDelta, ZSTD(1)),
  attempt_id Nullable(String) CODEC(ZSTD(1)),
  revoked_ms Nullable(Int64),
  simulated Bool`;

const ATTEMPTS = `
  id String CODEC(ZSTD(1)),
  actor_kind LowCardinality(String),
  actor_value String CODEC(ZSTD(1)),
  service LowCardinality(String),
  rsit LowCardinality(String),
  origin LowCardinality(String),
  first_ms Int64 CODEC(DoubleDelta, ZSTD(1)),
  last_ms Int64 CODEC(DoubleDelta, ZSTD(1)),
  last DateTime64(3, 'UTC') ALIAS fromUnixTimestamp64Milli(last_ms),
  state LowCardinality(String),
  outcome LowCardinality(String),
  severity LowCardinality(String),
  severity_rank Int8,
  signal_count UInt64,
  event_count UInt64,
  blocked_count UInt64,
  rule_ids Array(LowCardinality(String)),
  rule_titles Array(LowCardinality(String)),
  rule_counts Array(UInt64),
  techniques Array(LowCardinality(String)),
  event_ids Array(String) CODEC(ZSTD(1)),
  receipt_ids Array(String) CODEC(ZSTD(1)),
  simulated Bool,
  INDEX by_last last_ms TYPE minmax GRANULARITY 1`;

const INCIDENTS = `
  id String CODEC(ZSTD(1)),
  title String CODEC(ZSTD(3)),
  state LowCardinality(String),
  severity LowCardinality(String),
  severity_rank Int8,
  classes Array(LowCardinality(String)),
  actor_kinds Array(LowCardinality(String)),
  actor_values Array(String) CODEC(ZSTD(1)),
  services Array(LowCardinality(String)),
  first_ms Int64 CODEC(DoubleDelta, ZSTD(1)),
  last_ms Int64 CODEC(DoubleDelta, ZSTD(1)),
  last DateTime64(3, 'UTC') ALIAS fromUnixTimestamp64Milli(last_ms),
  attempt_ids Array(String) CODEC(ZSTD(1)),
  techniques Array(LowCardinality(String)),
  links Array(String) CODEC(ZSTD(3)),
  simulated Bool,
  INDEX by_last last_ms TYPE minmax GRANULARITY 1`;

/**
 * The schema, step by step. Identifiers are UUID version 7 and so sort by time of arrival: parts seldom overlap,
 * which is what keeps FINAL cheap, and `minmax` on the sensor's time skips most of a table.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    statements: [
      createTable('events', EVENTS, 'id'),
      createTable('signals', SIGNALS, '(event_id, id)'),
      createTable('receipts', RECEIPTS, '(event_id, id)'),
      createTable('decisions', DECISIONS, 'id'),
      createTable('attempts', ATTEMPTS, 'id'),
      createTable('incidents', INCIDENTS, 'id'),
    ],
  },
];
