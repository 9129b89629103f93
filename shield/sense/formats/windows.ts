import type { ActorKey, FieldValue } from '../../model/index.ts';
import { isAddress } from '../address.ts';
import { isJsonObject, safeName, textOf } from '../json-guard.ts';
import type { ParsedRecord, ParseFailure } from '../record.ts';
import { failure, type JsonFormat, type JsonObject, type JsonValue, type LineContext } from '../record.ts';
import { parseIsoTime } from '../time/index.ts';

type MutableFields = { [name: string]: FieldValue };

/**
 * Windows and Sysmon events as JSON, in the shapes that collectors write:
 * Winlogbeat (`winlog.event_data`), nested as in the event's XML (`Event.System`, `Event.EventData`, attributes under
 * `#attributes`), and flat (NXLog, the OTRF archives). Field names end up as EventData has them, which is what Sigma
 * rules use, beside `EventID` (a number), `Channel`, `Provider_Name` and `Computer`.
 */
export const windows: JsonFormat = {
  name: 'windows',
  recognise: (object) => shapeOf(object) !== null,
  parse: (object, context) => parseWindows(object, context),
};

type Shape = 'winlogbeat' | 'winlogbeat6' | 'nested' | 'flat';

function shapeOf(object: JsonObject): Shape | null {
  const winlog = object.winlog;
  if (isJsonObject(winlog) && winlog.event_id !== undefined) return 'winlogbeat';
  if (object.event_id !== undefined && typeof object.log_name === 'string') return 'winlogbeat6';
  const event = object.Event;
  if (isJsonObject(event) && isJsonObject(event.System)) return 'nested';
  if (isJsonObject(object.System) && object.System.EventID !== undefined) return 'nested';
  const named = object.Channel ?? object.SourceName ?? object.Provider_Name ?? object.ProviderName;
  const flat = typeof named === 'string' && object.EventID !== undefined;
  return flat || isSourceOnly(object) ? 'flat' : null;
}

/** Collectors of some applications name the channel and the source, and leave the number out. */
function isSourceOnly(object: JsonObject): boolean {
  return typeof object.Channel === 'string' && typeof object.Message === 'string' && 'TimeCreated' in object;
}

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
    logsource: { product: 'windows' },
    host: computer,
    actor: actorOf(fields, computer),
    fields,
  };
}

function isSysmon(fields: MutableFields): boolean {
  return (
    fields.Provider_Name === 'Microsoft-Windows-Sysmon' ||
    fields.Channel === 'Microsoft-Windows-Sysmon/Operational'
  );
}

const FLATTEN = {
  winlogbeat: (object: JsonObject) =>
    fromWinlogbeat(object, isJsonObject(object.winlog) ? object.winlog : {}),
  winlogbeat6: (object: JsonObject) => fromWinlogbeat(object, object),
  nested: fromNested,
  flat: fromFlat,
} as const satisfies Record<Shape, (object: JsonObject) => MutableFields>;

function fromFlat(object: JsonObject): MutableFields {
  const fields: { [name: string]: JsonValue } = { ...object };
  fields.Provider_Name ??= object.SourceName ?? object.ProviderName ?? null;
  fields.Computer ??= object.Hostname ?? object.ComputerName ?? object.host ?? null;
  return fields;
}

/** Version 7 and later keep the event under `winlog`; version 6 at the top, with two of the names different. */
function fromWinlogbeat(object: JsonObject, winlog: JsonObject): MutableFields {
  const fields: MutableFields = {};
  copyInto(fields, winlog.user_data);
  copyInto(fields, winlog.event_data);
  fields.EventID = winlog.event_id ?? null;
  fields.Channel = winlog.channel ?? winlog.log_name ?? null;
  fields.Provider_Name = winlog.provider_name ?? winlog.source_name ?? null;
  fields.Computer = winlog.computer_name ?? null;
  const recordId = winlog.record_id ?? winlog.record_number ?? null;
  if (recordId !== null) fields.EventRecordID = recordId;
  if (winlog.task !== undefined) fields.Task = winlog.task;
  if (winlog.opcode !== undefined) fields.Opcode = winlog.opcode;
  if (typeof object.message === 'string') fields.Message = object.message;
  return fields;
}

function fromNested(object: JsonObject): MutableFields {
  const event = isJsonObject(object.Event) ? object.Event : object;
  const system = isJsonObject(event.System) ? event.System : {};
  const fields: MutableFields = {};
  for (const name of ['Level', 'Task', 'Opcode', 'Keywords', 'EventRecordID', 'Version'])
    if (system[name] !== undefined) fields[name] = textNode(system[name]) ?? null;
  copyUserData(fields, event.UserData);
  copyEventData(fields, event.EventData);
  fields.EventID = textNode(system.EventID) ?? null;
  fields.Channel = textNode(system.Channel) ?? null;
  fields.Computer = textNode(system.Computer) ?? null;
  fields.Provider_Name = attribute(system.Provider, 'Name') ?? null;
  const message = isJsonObject(event.RenderingInfo) ? event.RenderingInfo.Message : undefined;
  if (typeof message === 'string') fields.Message = message;
  return fields;
}

/** Text of an XML element as JSON: the value itself, or what stands under `#text`. */
function textNode(value: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(value) ? (value['#text'] ?? null) : value;
}

/** An attribute of an XML element as JSON: under `#attributes`, `@Name`, or as a plain member. */
function attribute(element: JsonValue | undefined, name: string): JsonValue | undefined {
  if (!isJsonObject(element)) return undefined;
  const attributes = element['#attributes'];
  if (isJsonObject(attributes)) return attributes[name];
  return element[`@${name}`] ?? element[name];
}

/** EventData is named members, or a list of `Data` elements with a `Name` (without one: `Data` and its text). */
function copyEventData(fields: MutableFields, data: JsonValue | undefined): void {
  if (!isJsonObject(data)) return;
  const { Data: list, '#attributes': _attributes, ...named } = data;
  copyInto(fields, named);
  if (list === undefined) return;
  const unnamed: FieldValue[] = [];
  for (const item of Array.isArray(list) ? list : [list]) {
    const name = attribute(item, 'Name');
    if (typeof name === 'string') fields[safeName(name)] = textNode(item) ?? null;
    else unnamed.push(textNode(item) ?? null);
  }
  if (unnamed.length > 0) fields.Data = unnamed.length === 1 ? (unnamed[0] ?? null) : unnamed;
}

/** UserData has one element of the provider's own, with the values inside. */
function copyUserData(fields: MutableFields, data: JsonValue | undefined): void {
  if (!isJsonObject(data)) return;
  for (const [name, inner] of Object.entries(data)) {
    if (isJsonObject(inner) && name !== '#attributes') copyInto(fields, inner);
    else if (name !== '#attributes') fields[safeName(name)] = inner;
  }
}

function copyInto(fields: MutableFields, members: JsonValue | undefined): void {
  if (!isJsonObject(members)) return;
  for (const [name, value] of Object.entries(members))
    if (name !== '#attributes') fields[safeName(name)] = textNode(value) ?? null;
}

/** The event's own time first: what the collector calls `@timestamp` may be the time of collection. */
function timeOf(object: JsonObject, fields: MutableFields, context: LineContext): number | null {
  const system = isJsonObject(object.Event) ? object.Event.System : object.System;
  const created = isJsonObject(system) ? attribute(system.TimeCreated, 'SystemTime') : undefined;
  const candidates = [created, fields.UtcTime, object.TimeCreated, object['@timestamp'], object.EventTime];
  for (const candidate of candidates) {
    if (typeof candidate !== 'string') continue;
    const isUtc = candidate === created || candidate === fields.UtcTime;
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
