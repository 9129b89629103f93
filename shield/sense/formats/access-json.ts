import type { FieldValue } from '../../model/index.ts';
import { safeName, textOf } from '../json-guard.ts';
import type { JsonFormat, JsonObject, LineContext } from '../record.ts';
import { parseIsoTime } from '../time/index.ts';
import { recordOfWebValues } from './web-values.ts';
import { NGINX_VARIABLES, type WebMeaning } from './web-variables.ts';

/**
 * Access logs of nginx and Apache as JSON lines. The names are the administrator's choice: those of nginx's variables
 * and the common other ones are understood, anything else stays a field under its own name.
 */
export const accessJson: JsonFormat = {
  name: 'access-json',
  recognise: (object) => {
    const names = Object.keys(object).map(meaningOf);
    return (
      names.includes('client') &&
      names.includes('status') &&
      (names.includes('request') || names.includes('target') || names.includes('path'))
    );
  },
  parse: (object, context) => {
    const product = object.remote_addr !== undefined ? 'nginx' : null;
    const format = product === null ? 'access-json' : 'nginx-json';
    return recordOfWebValues(valuesOf(object, context), { format, product, context });
  },
};

const OTHER_NAMES: Readonly<Record<string, WebMeaning>> = {
  client_ip: 'client',
  clientip: 'client',
  remote_ip: 'client',
  remoteip: 'client',
  remotehost: 'client',
  client: 'client',
  ip: 'client',
  user: 'user',
  remoteuser: 'user',
  method: 'method',
  verb: 'method',
  url: 'target',
  uri: 'target',
  requesturi: 'target',
  path: 'path',
  query: 'query',
  protocol: 'protocol',
  status_code: 'status',
  response: 'status',
  bytes: 'bytes',
  size: 'bytes',
  referer: 'referer',
  referrer: 'referer',
  user_agent: 'userAgent',
  useragent: 'userAgent',
  agent: 'userAgent',
  vhost: 'host',
  time: 'time-iso',
  timestamp: 'time-iso',
  '@timestamp': 'time-iso',
};

function meaningOf(name: string): WebMeaning | null {
  const lower = name.toLowerCase();
  if (lower === 'uri') return 'target';
  if (Object.hasOwn(NGINX_VARIABLES, lower)) return NGINX_VARIABLES[lower] ?? null;
  return Object.hasOwn(OTHER_NAMES, lower) ? (OTHER_NAMES[lower] ?? null) : null;
}

function valuesOf(object: JsonObject, context: LineContext) {
  const known = new Map<WebMeaning, string>();
  const extra: { [name: string]: FieldValue } = {};
  for (const [name, value] of Object.entries(object)) {
    const meaning = timeMeaning(meaningOf(name), value, context);
    const text = textOf(value);
    if (meaning !== null && text !== null && !known.has(meaning)) known.set(meaning, text);
    else extra[safeName(name)] = value;
  }
  return { known, extra };
}

/** A field called `time` holds any of three ways to write one: told apart by how it looks. */
function timeMeaning(meaning: WebMeaning | null, value: FieldValue, context: LineContext): WebMeaning | null {
  if (meaning !== 'time-iso') return meaning;
  if (typeof value === 'number') return value > 1e11 ? 'time-milliseconds' : 'time-seconds';
  if (typeof value !== 'string') return null;
  if (parseIsoTime(value, context.zoneOffsetMinutes) !== null) return 'time-iso';
  return /^\[?\d{2}\//.test(value) ? 'time-clf' : null;
}
