import { type Retention, StoreError } from '../../ports/index.ts';
import { type Row, readText } from '../rows/read-row.ts';
import { type Statement, timeParameter } from '../statement.ts';
import { isTableName, type TableName } from '../table.ts';

const DAY_MS = 86_400_000;
const RETENTION_LIMIT_S = 50 * 366 * 86_400;

/** Which retention each table follows. Receipts and decisions are the evidence of attempts and stay as long. */
const RETENTION_OF = {
  events: 'eventsMs',
  signals: 'signalsMs',
  receipts: 'attemptsMs',
  decisions: 'attemptsMs',
  attempts: 'attemptsMs',
  incidents: 'attemptsMs',
} as const satisfies Record<TableName, keyof Retention>;

const ENTRIES = Object.entries(RETENTION_OF) as readonly [TableName, keyof Retention][];

/**
 * A TTL is part of the table's definition and so cannot be bound: the checked whole number stands in the text.
 * Throws StoreError `rejected` for a retention below one second or above 50 years (TTL counts in 32 bits).
 */
export function retentionStatements(retention: Retention): readonly string[] {
  return ENTRIES.map(([table, key]) => {
    const seconds = Math.ceil(retention[key] / 1000);
    if (!(seconds >= 1 && seconds <= RETENTION_LIMIT_S)) {
      throw new StoreError(
        'rejected',
        `retention ${key} is ${retention[key]} ms: expected one second to 50 years.`,
      );
    }
    return `ALTER TABLE ${table} MODIFY TTL toDateTime(intDiv(stored_ms, 1000), 'UTC') + toIntervalSecond(${seconds})
SETTINGS materialize_ttl_after_modify = 0`;
  });
}

/** Partitions that hold rows, by table. */
export const PARTITIONS_STATEMENT: Statement = {
  sql: `SELECT DISTINCT table, partition_id FROM system.parts WHERE database = currentDatabase() AND active`,
  params: {},
};

/** Days whose every row is older than its retention: dropped as files, which needs no free space. */
function dropStatements(
  partitions: readonly Row[],
  retention: Retention,
  nowMs: number,
): readonly Statement[] {
  return partitions.flatMap((row) => {
    const table = readText(row, 'table');
    const day = readText(row, 'partition_id');
    if (!isTableName(table) || !/^\d{1,9}$/.test(day)) return [];
    const cutoffMs = nowMs - retention[RETENTION_OF[table]];
    if ((Number(day) + 1) * DAY_MS > cutoffMs) return [];
    // A partition id cannot be bound; it is digits, as checked above.
    return [{ sql: `ALTER TABLE ${table} DROP PARTITION ID '${day}'`, params: {} }];
  });
}

/** Removes what was stored longer ago than its retention, from the disk too, before the last statement returns. */
export function expiryStatements(
  partitions: readonly Row[],
  retention: Retention,
  nowMs: number,
): readonly Statement[] {
  return [
    ...dropStatements(partitions, retention, nowMs),
    ...ENTRIES.map(([table, key]) => ({
      sql: `ALTER TABLE ${table} DELETE WHERE stored_ms < {cutoff:Int64} SETTINGS mutations_sync = 2`,
      params: { cutoff: timeParameter(nowMs - retention[key]) },
    })),
  ];
}
