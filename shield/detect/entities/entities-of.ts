import type { Event, Fields, FieldValue, NamedEntity } from '../../model/index.ts';
import { canonicalValues } from './canonical.ts';
import { ENTITY_FIELDS, type EntityField } from './entity-fields.ts';

/** Entities of one event at most; values of one field at most: a hostile record cannot name thousands. */
const ENTITY_LIMIT = 64;
const LIST_LIMIT = 16;

/**
 * What an event names, by its log source, with the part that each plays; canonical, each once. Placeholders, and what
 * every machine has (SYSTEM, loopback), are left out. The actor that the reader of the log found is among them.
 */
export function entitiesOf(event: Event): readonly NamedEntity[] {
  const host = event.host === null || event.host === '' ? null : event.host.toLowerCase();
  const found = new Map<string, NamedEntity>();
  const add = (entity: NamedEntity) => {
    const key = `${entity.kind} ${entity.value}`;
    if (found.size < ENTITY_LIMIT && !found.has(key)) found.set(key, entity);
  };
  if (host !== null) add({ kind: 'host', value: host, role: 'reporter' });
  for (const field of ENTITY_FIELDS[tableOf(event)]) readField(event.fields, field, host, add);
  addActor(event, add);
  return [...found.values()];
}

/** True where an event without signals still tells how things hang together: a process was started by another. */
export function isRelation(event: Event): boolean {
  const number = event.fields.EventID;
  if (event.format === 'sysmon') return number === 1;
  if (event.format === 'windows') return number === 4688;
  return event.format === 'auditd-process-creation';
}

function tableOf({ format, logsource, fields }: Event): keyof typeof ENTITY_FIELDS {
  if (format === 'sysmon') return 'sysmon';
  if (format === 'windows') return fields.EventID === 4688 ? 'security-creation' : 'security';
  if (format === 'cloudtrail') return 'cloudtrail';
  if (format.startsWith('zeek')) return 'zeek';
  if (logsource.category === 'webserver') return 'web-server';
  if (logsource.category === 'proxy') return 'proxy';
  return logsource.product === 'linux' ? 'linux' : 'other';
}

function readField(
  fields: Fields,
  row: EntityField,
  host: string | null,
  add: (entity: NamedEntity) => void,
): void {
  const { field, kind, role, reading, domainField, imageField } = row;
  const stated = valueAt(fields, field);
  if (stated === undefined) return;
  const domain = textOf(domainField === undefined ? undefined : fields[domainField]);
  const image = textOf(imageField === undefined ? undefined : fields[imageField]).toLowerCase();
  for (const text of Array.isArray(stated) ? stated.slice(0, LIST_LIMIT) : [stated])
    for (const value of canonicalValues(reading, textOf(text), { host, domain }))
      add({ kind, value, role, ...(image === '' ? {} : { image }) });
}

function addActor({ actor, host }: Event, add: (entity: NamedEntity) => void): void {
  if (actor === null) return;
  const reading = actor.kind === 'host' ? 'name' : actor.kind;
  const context = { host: host?.toLowerCase() ?? null, domain: '' };
  for (const value of canonicalValues(reading, actor.value, context))
    add({ kind: actor.kind, value, role: 'source' });
}

/** A field by its whole name, or by its path through nested objects. */
function valueAt(fields: Fields, name: string): FieldValue | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  const dot = name.indexOf('.');
  const inner = dot === -1 ? undefined : fields[name.slice(0, dot)];
  return isFields(inner) ? valueAt(inner, name.slice(dot + 1)) : undefined;
}

function isFields(value: FieldValue | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: FieldValue | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
