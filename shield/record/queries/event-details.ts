import type { EventDetail } from '../../ports/index.ts';
import { parseEventRow } from '../rows/event-row.ts';
import { type Row, readText } from '../rows/read-row.ts';
import { parseReceiptRow } from '../rows/receipt-row.ts';
import { parseSignalRow } from '../rows/signal-row.ts';
import { limitParameter, type Statement, textParameter } from '../statement.ts';

/** Most events that one question asks for by id. */
export const EVENT_IDS_LIMIT = 1_000;

/** Most signals or receipts that are shown with one set of events. */
const DETAILS_LIMIT = 20_000;

/** What is asked to put details of events together. */
export interface EventDetailStatements {
  readonly events: Statement;
  readonly signals: Statement;
  readonly receipts: Statement;
}

/** Events by id, newest first, with what hangs on them. Throws StoreError `rejected` for overlong ids. */
export function eventDetailStatements(eventIds: readonly string[], limit: number): EventDetailStatements {
  const ids = eventIds.slice(0, EVENT_IDS_LIMIT).map((id) => textParameter('an event id', id));
  return {
    events: {
      sql: `SELECT * FROM events FINAL WHERE id IN {ids:Array(String)}
ORDER BY time_ms DESC, id DESC LIMIT {limit:UInt32}`,
      params: { ids, limit: limitParameter(limit, EVENT_IDS_LIMIT) },
    },
    signals: {
      sql: `SELECT * FROM signals FINAL WHERE event_id IN {ids:Array(String)}
ORDER BY time_ms, id LIMIT {limit:UInt32}`,
      params: { ids, limit: DETAILS_LIMIT },
    },
    receipts: {
      sql: `SELECT * FROM receipts FINAL WHERE event_id IN {ids:Array(String)}
ORDER BY time_ms, id LIMIT {limit:UInt32}`,
      params: { ids, limit: DETAILS_LIMIT },
    },
  };
}

/** What the store answers to it. */
export interface EventDetailRows {
  readonly events: readonly Row[];
  readonly signals: readonly Row[];
  readonly receipts: readonly Row[];
}

/** Puts signals and receipts beside their events; the order of the events is kept. */
export function readEventDetails(rows: EventDetailRows): readonly EventDetail[] {
  const signals = Map.groupBy(rows.signals, (row) => readText(row, 'event_id'));
  const receipts = Map.groupBy(rows.receipts, (row) => readText(row, 'event_id'));
  return rows.events.map((row) => {
    const id = readText(row, 'id');
    return {
      event: parseEventRow(row),
      signals: (signals.get(id) ?? []).map(parseSignalRow),
      receipts: (receipts.get(id) ?? []).map(parseReceiptRow),
    };
  });
}

/** The event behind the reference number on the visitor's page. */
export function referenceStatement(reference: string): Statement {
  return {
    sql: `SELECT event_id FROM receipts FINAL WHERE reference = {reference:String}
ORDER BY time_ms DESC, id DESC LIMIT 1`,
    params: { reference: textParameter('the reference number', reference) },
  };
}
