import type { ActorKey, FieldValue } from '../../model/index.ts';
import { addressActor } from '../address.ts';
import { isJsonObject, parseJson, safeName } from '../json-guard.ts';
import {
  failure,
  type LineContext,
  type LineParser,
  type ParsedRecord,
  type ParseResult,
} from '../record.ts';
import { AuditJoiner } from './audit/joiner.ts';
import { joinAudit, parseAuditd } from './auditd.ts';
import { authFacts, linuxServiceOf } from './auth.ts';
import { openCombined } from './combined.ts';
import { parseEventXml } from './event-xml.ts';
import { genericJson } from './generic-json.ts';
import { recogniseJson } from './json-lines.ts';
import { parseKeyValue } from './key-value.ts';
import { parseSyslogEnvelope, type SyslogEnvelope } from './syslog-envelope.ts';
import { syslogKindOf } from './syslog-kinds.ts';
import { windows } from './windows.ts';

/**
 * Syslog messages (RFC 5424, RFC 3164, and lines of files such as `auth.log`). What a program wrapped into its
 * message is read too: access logs of nginx and Apache, audit records, and JSON (also after the CEE cookie `@cee:`).
 */
export function openSyslog(): LineParser {
  const inner = {
    nginx: openCombined('nginx'),
    apache: openCombined('apache'),
    audit: new AuditJoiner(),
  };
  return {
    parse: (line, context) => {
      const envelope = parseSyslogEnvelope(line, context);
      if (envelope === null) return failure('no syslog header: neither a PRI nor a timestamp at the start');
      const record = parsePayload(envelope, context, inner);
      return record === null ? plainRecord(envelope) : withEnvelope(record, envelope);
    },
    finish: () => inner.audit.flush(),
  };
}

type InnerParsers = { readonly nginx: LineParser; readonly apache: LineParser; readonly audit: AuditJoiner };

/** The record inside the message, or null when the message is only text. */
function parsePayload(
  envelope: SyslogEnvelope,
  context: LineContext,
  inner: InnerParsers,
): ParsedRecord | null {
  const { app, message } = envelope;
  if (message.startsWith('type=') || app === 'audit' || app === 'audispd')
    return auditPayload(envelope, inner.audit);
  if (app === 'nginx' || app === 'nginx_access') return recordOrNull(inner.nginx.parse(message, context));
  if (app === 'httpd' || app === 'apache' || app === 'apache2')
    return recordOrNull(inner.apache.parse(message, context));
  if (message.startsWith('<Event')) return xmlPayload(message, context);
  if (message.startsWith('date=')) return recordOrNull(parseKeyValue(message, context));
  const json = message.startsWith('@cee:') ? message.slice(5).trimStart() : message;
  return json.startsWith('{') ? jsonPayload(json, context) : null;
}

/** The sender belongs to the record before it is joined: a relay mixes machines whose serial numbers may be alike. */
function auditPayload({ message, host }: SyslogEnvelope, joiner: AuditJoiner): ParsedRecord | null {
  const record = parseAuditd(message);
  return record.kind === 'record' ? joinAudit({ ...record, host: record.host ?? host }, joiner) : null;
}

function recordOrNull(result: ParseResult): ParsedRecord | null {
  return result.kind === 'record' ? result : null;
}

/** Sysmon for Linux. */
function xmlPayload(text: string, context: LineContext): ParsedRecord | null {
  const event = parseEventXml(text);
  if (event === null || !windows.recognise(event, context)) return null;
  const result = windows.parse(event, context);
  return result.kind === 'record' ? result : null;
}

function jsonPayload(text: string, context: LineContext): ParsedRecord | null {
  const reading = parseJson(text);
  if (reading.kind === 'failure' || !isJsonObject(reading.value)) return null;
  const format = recogniseJson(reading.value, context, null);
  const result = format.parse(reading.value, context);
  if (result.kind !== 'record') return null;
  return format === genericJson ? { ...result, format: 'syslog-json' } : result;
}

/** The envelope tells time and machine where the record inside does not. */
function withEnvelope(record: ParsedRecord, envelope: SyslogEnvelope): ParsedRecord {
  return { ...record, timeMs: record.timeMs ?? envelope.timeMs, host: record.host ?? envelope.host };
}

function plainRecord(envelope: SyslogEnvelope): ParsedRecord {
  const kind = syslogKindOf(envelope);
  const service = linuxServiceOf(envelope.app);
  const fields: { [name: string]: FieldValue } = { message: envelope.message };
  for (const [name, value] of Object.entries(envelope.data)) fields[safeName(name)] = value;
  if (envelope.app !== null) fields.process = envelope.app;
  if (envelope.processId !== null) fields.pid = envelope.processId;
  if (envelope.messageId !== null) fields['message-id'] = envelope.messageId;
  if (envelope.facility !== null) fields.facility = envelope.facility;
  if (envelope.severity !== null) fields.severity = envelope.severity;
  const facts = authFacts(service, envelope.message);
  if (facts.user !== null) fields.user = facts.user;
  if (facts.address !== null) fields['c-ip'] = facts.address;
  if (facts.port !== null) fields['c-port'] = facts.port;
  if (facts.outcome !== null) fields.outcome = facts.outcome;
  for (const [name, value] of Object.entries(facts.extra)) fields[name] = value;
  Object.assign(fields, kind?.fields);
  const account: ActorKey | null = facts.user === null ? null : { kind: 'account', value: facts.user };
  return {
    kind: 'record',
    format: kind?.format ?? service,
    timeMs: envelope.timeMs,
    logsource: kind?.logsource ?? { product: 'linux', service },
    host: envelope.host,
    actor: addressActor(facts.address) ?? account,
    fields,
  };
}
