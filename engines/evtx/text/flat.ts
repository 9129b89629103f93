import type { EvtxValue } from '../api.ts';
import type { Element } from '../binxml/node.ts';
import { contentValue, elementsOf, isNamespace } from '../binxml/value-text.ts';
import { itemName, itemPrefix, itemsOf, safeDataName, systemName, YIELDING } from './field-name.ts';

/**
 * The fields of an event, by the names that rules use; `field-name.ts` says which. This is the plain way, for any event
 * at all: compiled templates write the same, and are tested against it.
 */
export function flatten(event: Element): Map<string, EvtxValue> {
  const system = new Map<string, EvtxValue>();
  const data = new Map<string, EvtxValue[]>();
  for (const part of event.name === 'Event' ? elementsOf(event) : [event]) {
    if (part.name === 'System') for (const child of elementsOf(part)) addSystem(system, child);
    else
      for (const item of itemsOf(part))
        addItem(data, item, { part: part.name, prefix: itemPrefix(part.name, item.name) });
  }
  for (const name of YIELDING) if (data.has(name)) system.delete(name);
  for (const [name, values] of data) system.set(name, values.length === 1 ? (values[0] ?? null) : values);
  return system;
}

function addSystem(fields: Map<string, EvtxValue>, child: Element): void {
  const value = contentValue(child.children);
  const name = systemName(child.name);
  if (value !== undefined && !fields.has(name)) fields.set(name, value);
  for (const attribute of child.attributes) {
    const field = systemName(child.name, attribute.name);
    if (!fields.has(field) && !isNamespace(attribute)) fields.set(field, contentValue(attribute.parts) ?? '');
  }
}

function addItem(
  fields: Map<string, EvtxValue[]>,
  item: Element,
  place: { readonly part: string; readonly prefix: string },
): void {
  const { name, named } = itemName(item);
  const path = place.prefix + name;
  const children = elementsOf(item);
  for (const child of children) addItem(fields, child, { part: place.part, prefix: `${path}.` });
  if (children.length === 0) add(fields, safeDataName(path, place.part), contentValue(item.children) ?? null);
  for (const attribute of item.attributes) {
    if (attribute === named || isNamespace(attribute)) continue;
    add(fields, safeDataName(`${path}_${attribute.name}`, place.part), contentValue(attribute.parts) ?? '');
  }
}

function add(fields: Map<string, EvtxValue[]>, name: string, value: EvtxValue): void {
  const values = fields.get(name);
  if (values === undefined) fields.set(name, [value]);
  else values.push(value);
}
