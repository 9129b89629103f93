import { EMPTY_BATCH, type StoreBatch } from '../ports/index.ts';
import { TABLES } from './table.ts';

/** Rows of all tables together. */
export function rowsOf(batch: StoreBatch): number {
  return TABLES.reduce((sum, table) => sum + batch[table].length, 0);
}

/**
 * Two halves of a batch of two or more rows. Halving again and again finds the one row that a store refuses, and keeps
 * all others: log2(rows) tries for a row.
 */
export function splitBatch(batch: StoreBatch): readonly [StoreBatch, StoreBatch] {
  let left = Math.floor(rowsOf(batch) / 2);
  const first: Record<string, readonly unknown[]> = {};
  const second: Record<string, readonly unknown[]> = {};
  for (const table of TABLES) {
    const rows = batch[table];
    first[table] = rows.slice(0, left);
    second[table] = rows.slice(left);
    left = Math.max(0, left - rows.length);
  }
  return [
    { ...EMPTY_BATCH, ...first },
    { ...EMPTY_BATCH, ...second },
  ];
}
