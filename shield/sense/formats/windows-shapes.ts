import type { FieldValue } from '../../model/index.ts';
import { isJsonObject, parseJson, safeName } from '../json-guard.ts';
import type { JsonObject, JsonValue } from '../record.ts';

/** Fields while a record is being read. */
export type MutableFields = { [name: string]: FieldValue };

/** The ways in which collectors write a Windows event as JSON. */
export type WindowsShape = 'winlogbeat' | 'winlogbeat6' | 'nested' | 'evtxecmd' | 'wazuh' | 'flat';

/** The shape of a record; null when it is no Windows event. */
export function shapeOf(object: JsonObject): WindowsShape | null {
  const winlog = object.winlog;
  if (isJsonObject(winlog) && winlog.event_id !== undefined) return 'winlogbeat';
  if (object.event_id !== undefined && typeof object.log_name === 'string') return 'winlogbeat6';
  const event = object.Event;
  if (isJsonObject(event) && isJsonObject(event.System)) return 'nested';
  if (isJsonObject(object.System) && object.System.EventID !== undefined) return 'nested';
  if (isJsonObject(wazuhEvent(object)?.system)) return 'wazuh';
  if (object.EventId !== undefined && typeof object.Channel === 'string') return 'evtxecmd';
  const named = object.Channel ?? object.SourceName ?? object.Provider_Name ?? object.ProviderName;
  const flat = typeof named === 'string' && object.EventID !== undefined;
  return flat || isSourceOnly(object) ? 'flat' : null;
}

/** Collectors of some applications name the channel and the source, and leave the number out. */
function isSourceOnly(object: JsonObject): boolean {
  return typeof object.Channel === 'string' && typeof object.Message === 'string' && 'TimeCreated' in object;
}

/** Fields of a record of each shape, by the names of the event. */
export const FLATTEN = {
  winlogbeat: (object: JsonObject) =>
    fromWinlogbeat(object, isJsonObject(object.winlog) ? object.winlog : {}),
  winlogbeat6: (object: JsonObject) => fromWinlogbeat(object, object),
  nested: fromNested,
  evtxecmd: fromEvtxECmd,
  wazuh: fromWazuh,
  flat: fromFlat,
} as const satisfies Record<WindowsShape, (object: JsonObject) => MutableFields>;

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

/** EvtxECmd (JSON lines): what the event holds stands as JSON text in `Payload`, its attributes as `@Name`. */
function fromEvtxECmd(object: JsonObject): MutableFields {
  const fields: MutableFields = {};
  const payload = typeof object.Payload === 'string' ? parseJson(object.Payload) : null;
  const content = payload?.kind === 'value' && isJsonObject(payload.value) ? payload.value : {};
  copyUserData(fields, content.UserData);
  copyEventData(fields, content.EventData);
  fields.EventID = object.EventId ?? null;
  fields.Channel = object.Channel ?? null;
  fields.Computer = object.Computer ?? null;
  fields.Provider_Name = object.Provider ?? null;
  if (object.EventRecordId !== undefined) fields.EventRecordID = object.EventRecordId;
  if (object.Level !== undefined) fields.Level = object.Level;
  return fields;
}

function wazuhEvent(object: JsonObject): JsonObject | null {
  const data = isJsonObject(object.data) ? object.data : object;
  return isJsonObject(data.win) ? data.win : null;
}

/**
 * Wazuh (alerts and archives): names of values begin with a small letter. The event's own begin with a capital, but
 * for few (`param1`): the values are given under both.
 */
function fromWazuh(object: JsonObject): MutableFields {
  const win = wazuhEvent(object);
  const system = isJsonObject(win?.system) ? win.system : {};
  const fields: MutableFields = {};
  for (const [name, value] of Object.entries(isJsonObject(win?.eventdata) ? win.eventdata : {})) {
    fields[safeName(name)] = value;
    fields[safeName(name.charAt(0).toUpperCase() + name.slice(1))] = value;
  }
  fields.EventID = system.eventID ?? null;
  fields.Channel = system.channel ?? null;
  fields.Computer = system.computer ?? null;
  fields.Provider_Name = system.providerName ?? null;
  if (system.eventRecordID !== undefined) fields.EventRecordID = system.eventRecordID;
  if (system.level !== undefined) fields.Level = system.level;
  if (typeof system.message === 'string') fields.Message = system.message;
  if (typeof system.systemTime === 'string') fields.SystemTime = system.systemTime;
  return fields;
}

/** Text of an XML element as JSON: the value itself, or what stands under `#text`. */
function textNode(value: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(value) ? (value['#text'] ?? null) : value;
}

/** An attribute of an XML element as JSON: under `#attributes`, `@Name`, or as a plain member. */
export function attribute(element: JsonValue | undefined, name: string): JsonValue | undefined {
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
