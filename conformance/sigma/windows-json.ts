import type { RawEvent, SigmaValue } from '@dejfa/sigma';

type JsonObject = { readonly [name: string]: SigmaValue };

/** Flattens events in the form that EVTX tools write (`Event.System`, `Event.EventData`, `#attributes`). */
export function eventOfJson(document: JsonObject): RawEvent {
  const event = objectAt(document, 'Event');
  const system = objectAt(event, 'System');
  const fields: Record<string, SigmaValue> = { ...objectAt(event, 'EventData') };
  for (const part of Object.values(objectAt(event, 'UserData'))) {
    if (isObject(part)) Object.assign(fields, part);
  }
  delete fields['#attributes'];
  fields.EventID = Number(scalarOf(system.EventID));
  fields.Channel = scalarOf(system.Channel);
  fields.Computer = scalarOf(system.Computer);
  fields.Provider_Name = objectAt(objectAt(system, 'Provider'), '#attributes').Name ?? '';
  return { product: 'windows', fields };
}

/** The JSON documents of a text that holds one after another. */
export function readJsonDocuments(text: string): readonly JsonObject[] {
  const documents: JsonObject[] = [];
  let start = 0;
  let depth = 0;
  for (const found of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (found[0] === '{') {
      if (depth === 0) start = found.index;
      depth += 1;
    } else if (found[0] === '}') {
      depth -= 1;
      if (depth === 0) documents.push(JSON.parse(text.slice(start, found.index + 1)));
    }
  }
  return documents;
}

function scalarOf(value: SigmaValue | undefined): SigmaValue {
  if (isObject(value)) return value['#text'] ?? null;
  return value ?? null;
}

function objectAt(value: JsonObject, name: string): JsonObject {
  const inner = value[name];
  return isObject(inner) ? inner : {};
}

function isObject(value: SigmaValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
