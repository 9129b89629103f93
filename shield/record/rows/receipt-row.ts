import type { Receipt } from '../../model/index.ts';
import { timeParameter } from '../statement.ts';
import { type Row, readJson, readNumber, readText, readTextOrNull } from './read-row.ts';
import { type Stamp, sharedColumns } from './write-row.ts';

/** Columns of table `receipts`. */
export function receiptRow(receipt: Receipt, stamp: Stamp): Row {
  return {
    id: receipt.id.toWellFormed(),
    time_ms: timeParameter(receipt.timeMs),
    enforcer: receipt.enforcer.toWellFormed(),
    effect: receipt.effect,
    decision_id: receipt.decisionId?.toWellFormed() ?? null,
    event_id: receipt.eventId.toWellFormed(),
    reference: receipt.reference.toWellFormed(),
    service: receipt.service?.toWellFormed() ?? null,
    ...sharedColumns(receipt, stamp),
  };
}

/** Throws StoreError `damaged` when the row is not one that `receiptRow` wrote. */
export function parseReceiptRow(row: Row): Receipt {
  if (readText(row, 'exact') !== '') return readJson(row, 'exact') as Receipt;
  return {
    id: readText(row, 'id'),
    timeMs: readNumber(row, 'time_ms'),
    enforcer: readText(row, 'enforcer'),
    effect: readText(row, 'effect') as Receipt['effect'],
    decisionId: readTextOrNull(row, 'decision_id'),
    eventId: readText(row, 'event_id'),
    reference: readText(row, 'reference'),
    service: readTextOrNull(row, 'service'),
  };
}
