import type { StoreHealth } from '../../ports/index.ts';
import { type Row, readNumber, readText } from '../rows/read-row.ts';
import type { Statement } from '../statement.ts';
import { TABLES } from '../table.ts';

/** Version, size on disk and the exact number of rows of each table, in one row. */
export const HEALTH_STATEMENT: Statement = {
  sql: `SELECT version() AS engine_version,
(SELECT sum(bytes_on_disk) FROM system.parts WHERE database = currentDatabase()) AS bytes,
${TABLES.map((table) => `(SELECT count() FROM ${table} FINAL) AS ${table}`).join(',\n')}`,
  params: {},
};

/** The health that the row tells. `engine`: the name that the adapter goes by. */
export function readHealthRow(row: Row, engine: string): StoreHealth {
  return {
    engine,
    version: readText(row, 'engine_version'),
    bytesOnDisk: readNumber(row, 'bytes'),
    rows: {
      events: readNumber(row, 'events'),
      signals: readNumber(row, 'signals'),
      receipts: readNumber(row, 'receipts'),
      decisions: readNumber(row, 'decisions'),
      attempts: readNumber(row, 'attempts'),
      incidents: readNumber(row, 'incidents'),
    },
  };
}
