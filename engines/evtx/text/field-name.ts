import type { Attribute, Element } from '../binxml/node.ts';
import { contentValue, elementsOf } from '../binxml/value-text.ts';

/** Elements of System whose text and attributes become fields; of others the name is prefixed with `System.`. */
const SYSTEM_ELEMENTS: readonly string[] = [
  'Provider',
  'EventID',
  'Version',
  'Level',
  'Task',
  'Opcode',
  'Keywords',
  'TimeCreated',
  'EventRecordID',
  'Correlation',
  'Execution',
  'Channel',
  'Computer',
  'Security',
];

/** Of those, the ones that have attributes. */
const WITH_ATTRIBUTES: readonly string[] = [
  'Provider',
  'EventID',
  'TimeCreated',
  'Correlation',
  'Execution',
  'Security',
];

/** Fields of System that a field of the same name in the event's data takes the place of. */
export const YIELDING: readonly string[] = ['Version', 'Level', 'Task', 'Opcode', 'Keywords'];

/** Parts of an event whose children become fields by their own names; those of other parts are prefixed. */
const PLAIN_PARTS: readonly string[] = [
  'EventData',
  'UserData',
  'ProcessingErrorData',
  'BinaryEventData',
  'DebugData',
];

/** The field of an element of System, or of one of its attributes: `EventID`, `Provider_Name`, `TimeCreated`. */
export function systemName(element: string, attribute?: string): string {
  if (attribute === undefined) return SYSTEM_ELEMENTS.includes(element) ? element : `System.${element}`;
  if (element === 'TimeCreated' && attribute === 'SystemTime') return element;
  const name = `${element}_${attribute}`;
  return WITH_ATTRIBUTES.includes(element) ? name : `System.${name}`;
}

/** The items of a part: its children, or in UserData those of the provider's one element. */
export function itemsOf(part: Element): readonly Element[] {
  const children = elementsOf(part);
  if (part.name !== 'UserData') return children;
  return children.flatMap((child) => {
    const inner = elementsOf(child);
    if (inner.length > 0) return inner;
    return contentValue(child.children) === undefined ? [] : [child];
  });
}

/** What stands before the name of an item: nothing for data, `RenderingInfo.` for what a collector rendered. */
export function itemPrefix(part: string, item: string): string {
  const isMessage = part === 'RenderingInfo' && item === 'Message';
  return isMessage || PLAIN_PARTS.includes(part) ? '' : `${part}.`;
}

/** `Data` goes by its attribute Name, where it has one; `named` is that attribute. */
export function itemName(item: Element): { readonly name: string; readonly named: Attribute | undefined } {
  const named = item.name === 'Data' ? item.attributes.find(({ name }) => name === 'Name') : undefined;
  return { name: named === undefined ? item.name : String(contentValue(named.parts) ?? ''), named };
}

/** Characters of a field's name that are kept: deeper elements repeat the names of those around them. */
const NAME_LIMIT = 512;

/** A field of the data; what would hide who, where and when of System is prefixed with its part: `UserData.EventID`. */
export function safeDataName(name: string, part: string): string {
  if (YIELDING.includes(name)) return name;
  const element = name.slice(0, Math.max(0, name.indexOf('_')));
  const hides = SYSTEM_ELEMENTS.includes(name) || WITH_ATTRIBUTES.includes(element);
  const full = hides || name.startsWith('System.') ? `${part}.${name}` : name;
  return full.length > NAME_LIMIT ? full.slice(0, NAME_LIMIT) : full;
}
