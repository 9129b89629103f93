import type { EvtxValue } from '../api.ts';
import type { Element } from '../binxml/node.ts';
import { contentValue, elementsOf } from '../binxml/value-text.ts';

type MutableDocument = { [name: string]: EvtxValue };

/**
 * The event nested as in its XML: attributes under `#attributes`, text beside them under `#text`, `Data` elements by
 * their names, repeated ones as lists. The shape that EVTX tools write as JSON, and the log format `windows` reads.
 */
export function documentOfElements(elements: readonly Element[]): { readonly [name: string]: EvtxValue } {
  return membersOf(elements);
}

function membersOf(elements: readonly Element[]): MutableDocument {
  const lists = new Map<string, EvtxValue[]>();
  for (const element of elements) {
    const name = nameOf(element);
    const value = valueOfElement(element);
    const list = lists.get(name);
    if (list === undefined) lists.set(name, [value]);
    else list.push(value);
  }
  return Object.fromEntries(
    [...lists].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? null) : list]),
  );
}

function nameOf(element: Element): string {
  const named = element.attributes.find(({ name }) => name === 'Name');
  return element.name === 'Data' && named !== undefined
    ? String(contentValue(named.parts) ?? '')
    : element.name;
}

function valueOfElement(element: Element): EvtxValue {
  const isData = element.name === 'Data';
  const attributes = element.attributes.filter(({ name }) => !(isData && name === 'Name'));
  const children = elementsOf(element);
  const text = contentValue(element.children);
  if (attributes.length === 0 && children.length === 0) return text ?? null;
  const members = membersOf(children);
  if (attributes.length > 0)
    members['#attributes'] = Object.fromEntries(
      attributes.map(({ name, parts }) => [name, contentValue(parts) ?? '']),
    );
  if (text !== undefined && children.length === 0) members['#text'] = text;
  return members;
}
