import type { StoreBatch, StoreHealth } from '../ports/index.ts';

/** Tables of the event store, in the order in which the parts of a batch are inserted. */
export const TABLES = [
  'events',
  'signals',
  'receipts',
  'decisions',
  'attempts',
  'incidents',
] as const satisfies readonly (keyof StoreBatch & keyof StoreHealth['rows'])[];

/** One of {@link TABLES}. */
export type TableName = (typeof TABLES)[number];

/** Narrows what another process sent to the name of a table. */
export function isTableName(text: unknown): text is TableName {
  return TABLES.some((table) => table === text);
}

/** Rows of one batch for one table, ready for `INSERT … FORMAT JSONEachRow`. */
export interface TablePart {
  readonly table: TableName;
  readonly rows: number;
  /** UTF-8, one JSON object a line. */
  readonly body: Uint8Array;
}
