import type { StoreBatch } from '../ports/index.ts';
import { attemptRow } from './rows/attempt-row.ts';
import { decisionRow } from './rows/decision-row.ts';
import { eventRow } from './rows/event-row.ts';
import { incidentRow } from './rows/incident-row.ts';
import type { Row } from './rows/read-row.ts';
import { receiptRow } from './rows/receipt-row.ts';
import { signalRow } from './rows/signal-row.ts';
import type { Stamp } from './rows/write-row.ts';
import { TABLES, type TableName, type TablePart } from './table.ts';

const ROWS_OF = {
  events: (batch, stamp) => batch.events.map((event) => eventRow(event, stamp)),
  signals: (batch, stamp) => batch.signals.map((signal) => signalRow(signal, stamp)),
  receipts: (batch, stamp) => batch.receipts.map((receipt) => receiptRow(receipt, stamp)),
  decisions: (batch, stamp) => latest(batch.decisions).map((decision) => decisionRow(decision, stamp)),
  attempts: (batch, stamp) => latest(batch.attempts).map((attempt) => attemptRow(attempt, stamp)),
  incidents: (batch, stamp) => latest(batch.incidents).map((incident) => incidentRow(incident, stamp)),
} as const satisfies Record<TableName, (batch: StoreBatch, stamp: Stamp) => readonly Row[]>;

/** Of several values with one id in a batch the last counts: only that one is written. */
function latest<T extends { readonly id: string }>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [value.id, value])).values()];
}

/** The batch as bodies of inserts, one for each table that has rows. About 5 µs a row. */
export function encodeBatch(batch: StoreBatch, stamp: Stamp): readonly TablePart[] {
  const encoder = new TextEncoder();
  return TABLES.flatMap((table) => {
    const rows = ROWS_OF[table](batch, stamp);
    if (rows.length === 0) return [];
    const text = rows.map((row) => JSON.stringify(row)).join('\n');
    return [{ table, rows: rows.length, body: encoder.encode(text) }];
  });
}
