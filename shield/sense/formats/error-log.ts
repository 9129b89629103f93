import type { FieldValue } from '../../model/index.ts';
import { addressActor } from '../address.ts';
import { failure, type LineContext, type LineParser, type ParsedRecord } from '../record.ts';
import { monthOf } from '../time/calendar.ts';
import { parseIsoTime } from '../time/index.ts';
import { webLogSource } from './web-record.ts';

/**
 * Error logs of nginx (`2026/11/23 10:20:30 [error] 7#7: *1 message`) and of Apache httpd 2.4
 * (`[Mon Nov 23 10:20:30.123456 2026] [core:error] [pid 7:tid 9] [client 192.0.2.7:4711] message`; 2.2 without the
 * module and the process). Rules look for words in them; of what the message says, client, level and process are read.
 */
export function openErrorLog(): LineParser {
  return {
    parse: (line, context) =>
      nginxError(line, context) ??
      apacheError(line, context) ??
      failure('neither an error log of nginx nor of Apache'),
  };
}

const NGINX = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d) \[([a-z]{3,8})\] (\d+)#(\d+): (?:\*\d+ )?(.*)$/s;

function nginxError(line: string, context: LineContext): ParsedRecord | null {
  const found = NGINX.exec(line);
  if (found === null) return null;
  const [, year = '', month = '', day = '', clock = '', level = '', pid = '', , message = ''] = found;
  const fields: { [name: string]: FieldValue } = { message, level, pid };
  for (const [, name = '', value = ''] of message.matchAll(
    /, (client|server|host|upstream): "?([^",]{1,512})/g,
  ))
    fields[name] = value;
  const request = /, request: "([A-Z]{1,20}) (\S{1,8192})/.exec(message);
  if (request !== null) Object.assign(fields, { 'cs-method': request[1], 'cs-uri': request[2] });
  const client = typeof fields.client === 'string' ? fields.client : null;
  return {
    kind: 'record',
    format: 'nginx-error',
    timeMs: parseIsoTime(`${year}-${month}-${day} ${clock}`, context.zoneOffsetMinutes),
    logsource: sourceOf('nginx'),
    host: null,
    actor: addressActor(client),
    fields: client === null ? fields : { ...fields, 'c-ip': client },
  };
}

const APACHE =
  /^\[[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d(?:\.\d{1,6})?) (\d{4})\] \[(?:([a-z0-9_-]*):)?([a-z]+\d?)\] (.*)$/s;

function apacheError(line: string, context: LineContext): ParsedRecord | null {
  const found = APACHE.exec(line);
  if (found === null) return null;
  const [, monthName = '', day = '', clock = '', year = '', module = '', level = '', rest = ''] = found;
  const month = monthOf(monthName) + 1;
  if (month === 0) return null;
  const pid = /^\[pid (\d+)/.exec(rest)?.[1];
  const client = /\[client ([^\]\s]{2,64}?)(?::\d{1,5})?\]/.exec(rest)?.[1];
  const fields: { [name: string]: FieldValue } = {
    message: rest.replace(/^(?:\[(?:pid|client) [^\]]*\] ?)+/, ''),
    level,
  };
  if (module !== '') fields.module = module;
  if (pid !== undefined) fields.pid = pid;
  if (client !== undefined) fields['c-ip'] = client;
  const date = `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return {
    kind: 'record',
    format: 'apache-error',
    timeMs: parseIsoTime(`${date} ${clock}`, context.zoneOffsetMinutes),
    logsource: sourceOf('apache'),
    host: null,
    actor: addressActor(client),
    fields,
  };
}

/** Rules for error logs name the service alone; the category is that of access logs, and these are none. */
function sourceOf(product: 'nginx' | 'apache') {
  const { category: _, ...source } = webLogSource(product);
  return source;
}
