import type { FieldValue } from '../../model/index.ts';
import { addressActor } from '../address.ts';
import { isJsonObject, safeName } from '../json-guard.ts';
import type { JsonFormat, JsonObject, JsonValue, LineContext, ParsedRecord } from '../record.ts';
import { parseIsoTime } from '../time/index.ts';
import { ZEEK_IN_PLACE } from './in-place.ts';

/** Zeek logs as JSON lines: `_path` names the log; without it the file name does (`dns.log`). */
export const zeek: JsonFormat = {
  name: 'zeek',
  recognise: (object, context) =>
    typeof object._path === 'string' ||
    (object.ts !== undefined && (object['id.orig_h'] !== undefined || object.uid !== undefined)) ||
    (object.ts !== undefined && ZEEK_LOGS.has(zeekPathOf(context.fileName))),
  parse: (object, context) => {
    const path = typeof object._path === 'string' ? object._path : zeekPathOf(context.fileName);
    return zeekRecord(path, withDottedNames(object), context);
  },
  inPlace: ({ fileName }) => ({ format: ZEEK_IN_PLACE, origin: zeekPathOf(fileName) }),
};

/** Logs that Zeek writes without connection fields: told only by their file name. */
const ZEEK_LOGS: ReadonlySet<string> = new Set(
  [
    'capture_loss',
    'known_certs',
    'known_hosts',
    'known_services',
    'notice',
    'reporter',
    'stats',
    'weird',
  ].concat([
    'x509',
    'pe',
    'ocsp',
    'software',
    'packet_filter',
    'loaded_scripts',
    'files',
    'cluster',
    'broker',
  ]),
);

/** `conn` of `conn.log`, `conn.10:00:00-11:00:00.log.gz` or `conn_20261123.log`. */
export function zeekPathOf(fileName: string): string {
  return /^[a-z][a-z0-9_]{0,40}?(?=[._-]\d|\.|$)/.exec(fileName)?.[0] ?? '';
}

/** A record of the log `path`, its fields flat: `id.orig_h` is one name. */
export function zeekRecord(
  path: string,
  fields: { readonly [name: string]: FieldValue },
  context: LineContext,
): ParsedRecord {
  const origin = fields['id.orig_h'] ?? fields.host;
  return {
    kind: 'record',
    format: path === '' ? 'zeek' : `zeek-${path}`,
    timeMs: zeekTime(fields.ts, context) ?? zeekTime(fields._write_ts, context),
    logsource: path === '' ? { product: 'zeek' } : { product: 'zeek', service: path },
    host: typeof fields._system_name === 'string' ? fields._system_name : null,
    actor: typeof origin === 'string' ? addressActor(origin) : null,
    fields,
  };
}

/** Seconds since the epoch, or ISO 8601; the epoch itself means that Zeek knew no time. */
function zeekTime(value: FieldValue | undefined, context: LineContext): number | null {
  const ms =
    typeof value === 'number'
      ? Math.floor(value * 1000)
      : typeof value === 'string'
        ? (parseIsoTime(value, context.zoneOffsetMinutes) ?? Math.floor(Number(value) * 1000))
        : Number.NaN;
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

/** `{id: {orig_h}}` as `id.orig_h`; already flat records are taken as they are. */
function withDottedNames(object: JsonObject): { readonly [name: string]: JsonValue } {
  if (!isJsonObject(object.id)) return object;
  const { id, ...rest } = object;
  const flat: { [name: string]: JsonValue } = { ...rest };
  for (const [name, value] of Object.entries(id)) flat[safeName(`id.${name}`)] = value;
  return flat;
}
