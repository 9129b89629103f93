import type { ActorKey } from '../../model/index.ts';
import { isAddress } from '../address.ts';
import { isJsonObject, textOf } from '../json-guard.ts';
import type { ParsedRecord, ParseFailure } from '../record.ts';
import { failure, type JsonFormat, type JsonObject, type JsonValue, type LineContext } from '../record.ts';
import { parseIsoTime } from '../time/index.ts';
import { WINDOWS_IN_PLACE } from './in-place.ts';
import { attribute, FLATTEN, type MutableFields, shapeOf } from './windows-shapes.ts';

/**
 * Windows and Sysmon events as JSON, in the shapes that collectors write:
 * Winlogbeat (`winlog.event_data`), nested as in the event's XML (`Event.System`, `Event.EventData`, attributes under
 * `#attributes`), EvtxECmd, Wazuh, and flat (NXLog, the OTRF archives). Field names end up as EventData has them, which is what Sigma
 * rules use, beside `EventID` (a number), `Channel`, `Provider_Name` and `Computer`.
 */
export const windows: JsonFormat = {
  name: 'windows',
  recognise: (object) => shapeOf(object) !== null,
  parse: (object, context) => parseWindows(object, context),
  inPlace: () => ({ format: WINDOWS_IN_PLACE, origin: '' }),
};

function parseWindows(object: JsonObject, context: LineContext): ParsedRecord | ParseFailure {
  const shape = shapeOf(object);
  if (shape === null) return failure('no event number and channel of a Windows event');
  const fields = FLATTEN[shape](object);
  const number = Number(fields.EventID);
  if (Number.isInteger(number)) fields.EventID = number;
  const computer = typeof fields.Computer === 'string' ? fields.Computer : null;
  return {
    kind: 'record',
    format: isSysmon(fields) ? 'sysmon' : 'windows',
    timeMs: timeOf(object, fields, context),
    logsource: { product: isLinux(fields) ? 'linux' : 'windows' },
    host: computer,
    actor: actorOf(fields, computer),
    fields,
  };
}

/** Sysmon for Linux writes events of the same shape. */
function isLinux(fields: MutableFields): boolean {
  return fields.Provider_Name === 'Linux-Sysmon' || fields.Channel === 'Linux-Sysmon/Operational';
}

function isSysmon(fields: MutableFields): boolean {
  return (
    fields.Provider_Name === 'Microsoft-Windows-Sysmon' ||
    fields.Channel === 'Microsoft-Windows-Sysmon/Operational'
  );
}

/** The event's own time first: what the collector calls `@timestamp` may be the time of collection. */
function timeOf(object: JsonObject, fields: MutableFields, context: LineContext): number | null {
  const system = isJsonObject(object.Event) ? object.Event.System : object.System;
  const created = isJsonObject(system) ? attribute(system.TimeCreated, 'SystemTime') : undefined;
  const candidates = [
    created,
    fields.SystemTime,
    fields.UtcTime,
    object.TimeCreated,
    object['@timestamp'],
    object.EventTime,
  ];
  for (const candidate of candidates) {
    if (typeof candidate !== 'string') continue;
    const isUtc = candidate === created || candidate === fields.SystemTime || candidate === fields.UtcTime;
    const ms = parseIsoTime(candidate, isUtc ? 0 : context.zoneOffsetMinutes);
    if (ms !== null) return ms;
  }
  return null;
}

/** Who acted: a remote address, or else an account of a person, or else the machine. */
function actorOf(fields: MutableFields, computer: string | null): ActorKey | null {
  const address = textOf(fields.IpAddress as JsonValue);
  if (address !== null && isAddress(address) && !isLoopback(address))
    return { kind: 'address', value: address.replace(/^::ffff:(?=\d+\.)/i, '') };
  const account = accountOf(fields, 'SubjectUserName', 'SubjectDomainName') ?? sysmonUser(fields);
  if (account !== null) return { kind: 'account', value: account };
  return computer === null ? null : { kind: 'host', value: computer };
}

function accountOf(fields: MutableFields, userName: string, domainName: string): string | null {
  const user = fields[userName];
  const domain = fields[domainName];
  if (typeof user !== 'string' || user === '' || user === '-' || user.endsWith('$')) return null;
  return typeof domain === 'string' && domain !== '' && domain !== '-' ? `${domain}\\${user}` : user;
}

function sysmonUser(fields: MutableFields): string | null {
  const user = fields.User;
  if (typeof user !== 'string' || user === '' || user === '-') return null;
  return user.startsWith('NT AUTHORITY\\') || user.endsWith('$') ? null : user;
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
