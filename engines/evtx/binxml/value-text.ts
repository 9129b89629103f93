import type { EvtxValue } from '../api.ts';
import type { Attribute, Element, Node, Part } from './node.ts';

/** What stands in an element or attribute: nothing, one value as it is, or the text of several. */
export function contentValue(parts: readonly Node[]): EvtxValue | undefined {
  const content = parts.filter((part): part is Exclude<Part, { kind: 'slot' }> => isContent(part));
  if (content.length === 0) return undefined;
  const [only] = content;
  if (content.length === 1 && only !== undefined) {
    if (only.kind === 'text') return only.text;
    return only.kind === 'value' ? only.value : only.values;
  }
  return content.map(textOf).join('');
}

function isContent(part: Node): boolean {
  return part.kind !== 'element' && part.kind !== 'slot';
}

function textOf(part: Part): string {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'value') return textOfValue(part.value);
  return part.kind === 'array' ? part.values.map(textOfValue).join(',') : '';
}

/** A value as it stands in XML. */
export function textOfValue(value: EvtxValue): string {
  return value === null ? '' : String(value);
}

/** The element children. */
export function elementsOf(element: Element): readonly Element[] {
  return element.children.filter((node): node is Element => node.kind === 'element');
}

/** An attribute that declares a namespace says nothing of the event. */
export function isNamespace(attribute: Attribute): boolean {
  return attribute.name === 'xmlns' || attribute.name.startsWith('xmlns:');
}
