import type { Event, Fields, LogSource } from '../../model/index.ts';
import { timeParameter } from '../statement.ts';
import { type Row, readFlag, readJson, readNumber, readText, readTextOrNull } from './read-row.ts';
import { actorColumns, readActor, type Stamp, sharedColumns } from './write-row.ts';

/** Columns of table `events`. Times are kept as whole milliseconds. */
export function eventRow(event: Event, stamp: Stamp): Row {
  return {
    id: event.id.toWellFormed(),
    time_ms: timeParameter(event.timeMs),
    received_ms: timeParameter(event.receivedMs),
    source: event.source.toWellFormed(),
    format: event.format.toWellFormed(),
    product: event.logsource.product?.toWellFormed() ?? null,
    category: event.logsource.category?.toWellFormed() ?? null,
    log_service: event.logsource.service?.toWellFormed() ?? null,
    service: event.service?.toWellFormed() ?? null,
    host: event.host?.toWellFormed() ?? null,
    ...actorColumns(event.actor),
    fields: JSON.stringify(event.fields),
    raw: event.raw.toWellFormed(),
    simulated: event.simulated,
    ...sharedColumns(event, stamp),
  };
}

function readLogSource(row: Row): LogSource {
  const product = readTextOrNull(row, 'product');
  const category = readTextOrNull(row, 'category');
  const service = readTextOrNull(row, 'log_service');
  return {
    ...(product === null ? {} : { product }),
    ...(category === null ? {} : { category }),
    ...(service === null ? {} : { service }),
  };
}

/** Throws StoreError `damaged` when the row is not one that `eventRow` wrote. */
export function parseEventRow(row: Row): Event {
  if (readText(row, 'exact') !== '') return readJson(row, 'exact') as Event;
  return {
    id: readText(row, 'id'),
    timeMs: readNumber(row, 'time_ms'),
    receivedMs: readNumber(row, 'received_ms'),
    source: readText(row, 'source'),
    format: readText(row, 'format'),
    logsource: readLogSource(row),
    service: readTextOrNull(row, 'service'),
    host: readTextOrNull(row, 'host'),
    actor: readActor(row),
    fields: readJson(row, 'fields') as Fields,
    raw: readText(row, 'raw'),
    simulated: readFlag(row, 'simulated'),
  };
}
