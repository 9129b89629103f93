import type { Row } from './rows/read-row.ts';
import type { Parameters, Statement } from './statement.ts';
import type { TablePart } from './table.ts';

/**
 * What the event store needs of a database that speaks ClickHouse's SQL: in a process of our own, or behind HTTP.
 * Every method rejects with a `StoreError`.
 */
export interface SqlEngine {
  /** For people: `chdb` or `clickhouse`. */
  readonly name: string;
  /** Bound on the server; rows come back as objects (JSONEachRow). */
  select(statement: Statement): Promise<readonly Row[]>;
  /** A statement without rows: DDL, ALTER, DELETE. */
  command(sql: string, params?: Parameters): Promise<void>;
  /**
   * Inserts the parts of one batch. Resolves when all of them are durable. A repetition of the same rows is harmless,
   * because rows of the same key replace each other.
   */
  insert(parts: readonly TablePart[]): Promise<void>;
  /** Finishes what an earlier process had begun to insert, once the schema stands. Returns the number of batches. */
  recover(): Promise<number>;
  close(): Promise<void>;
}
