import type { Event } from '../model/index.ts';
import type { ParsedRecord } from './record.ts';

/** What an event needs besides what its record says. */
export interface EventContext {
  /** UUID version 7. */
  readonly id: string;
  readonly receivedMs: number;
  /** Name of the configured source. */
  readonly source: string;
  /** Guarded service that the source is about, where configured. */
  readonly service: string | null;
  /** The line or JSON text as it came. */
  readonly raw: string;
  readonly simulated: boolean;
}

/** The model's event of a parsed record; one without a time of its own happened when it was received. */
export function toEvent(record: ParsedRecord, context: EventContext): Event {
  return {
    id: context.id,
    timeMs: record.timeMs ?? context.receivedMs,
    receivedMs: context.receivedMs,
    source: context.source,
    format: record.format,
    logsource: record.logsource,
    service: context.service,
    host: record.host,
    actor: record.actor,
    fields: record.fields,
    raw: context.raw,
    simulated: context.simulated,
  };
}

/** The event of a line that could not be parsed: kept, searchable by its text, and recognisable by its format. */
export function toUnparsedEvent(context: EventContext): Event {
  return {
    id: context.id,
    timeMs: context.receivedMs,
    receivedMs: context.receivedMs,
    source: context.source,
    format: 'unparsed',
    logsource: {},
    service: context.service,
    host: null,
    actor: null,
    fields: { message: context.raw },
    raw: context.raw,
    simulated: context.simulated,
  };
}
