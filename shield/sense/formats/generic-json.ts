import { addressActor } from '../address.ts';
import { textOf } from '../json-guard.ts';
import type { JsonFormat, JsonObject, LineContext } from '../record.ts';
import { parseIsoTime } from '../time/index.ts';

/** Any other JSON object: its members are the fields, the usual names for time, machine and client are looked for. */
export const genericJson: JsonFormat = {
  name: 'json',
  recognise: () => true,
  parse: (object, context) => ({
    kind: 'record',
    format: 'json',
    timeMs: timeOf(object, context),
    logsource: {},
    host: firstText(object, ['host', 'hostname', 'Hostname', 'computer']),
    actor: addressActor(firstText(object, ['c-ip', 'client_ip', 'src_ip', 'source_ip', 'remote_addr', 'ip'])),
    fields: object,
  }),
};

function firstText(object: JsonObject, names: readonly string[]): string | null {
  for (const name of names) {
    const text = textOf(object[name]);
    if (text !== null) return text;
  }
  return null;
}

function timeOf(object: JsonObject, context: LineContext): number | null {
  for (const name of ['@timestamp', 'timestamp', 'time', 'ts', 'date', 'eventTime']) {
    const value = object[name];
    if (typeof value === 'number' && value > 0)
      return value > 1e11 ? Math.floor(value) : Math.floor(value * 1000);
    const ms = typeof value === 'string' ? parseIsoTime(value, context.zoneOffsetMinutes) : null;
    if (ms !== null) return ms;
  }
  return null;
}
