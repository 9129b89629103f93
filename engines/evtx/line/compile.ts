import type { Attribute, Element, Node } from '../binxml/node.ts';
import { contentValue, elementsOf, isNamespace } from '../binxml/value-text.ts';
import { itemName, itemPrefix, safeDataName, systemName, YIELDING } from '../text/field-name.ts';
import type { Plan, PlanField, PlanItem } from './plan.ts';

/**
 * Compiles a template definition. Null where its fields depend on the values: text and slots mixed, names in slots,
 * elements that only exist with a value within others. Such records are read the plain way.
 */
export function compileTemplate(elements: readonly Element[]): Plan | null {
  const [root] = elements;
  if (root === undefined || elements.length !== 1) return null;
  const draft: Draft = { system: new Map(), data: new Map(), nested: [] };
  const isEvent = root.name === 'Event';
  const isCompiled = isEvent ? root.children.every((node) => addNode(draft, node)) : addPart(draft, root);
  if (!isCompiled) return null;
  const data = [...draft.data.values()];
  if (data.some(isDroppedClaim)) return null;
  const claims = data.reduce((bits, { name }) => bits | yieldBit(name), 0);
  return { system: [...draft.system.values()], data, nested: draft.nested, claims };
}

interface Draft {
  readonly system: Map<string, PlanField>;
  readonly data: Map<string, DraftField>;
  readonly nested: number[];
}

interface DraftField extends PlanField {
  readonly name: string;
  readonly items: PlanItem[];
}

/** A field that takes the place of System's, but only when it has a value. */
function isDroppedClaim({ name, items }: DraftField): boolean {
  return yieldBit(name) !== 0 && items.every((item) => item.kind === 'slot' && item.optional);
}

function yieldBit(name: string): number {
  const index = YIELDING.indexOf(name);
  return index === -1 ? 0 : 1 << index;
}

function addNode(draft: Draft, node: Node): boolean {
  if (node.kind === 'slot') draft.nested.push(node.index);
  if (node.kind !== 'element') return node.kind === 'slot';
  return node.name === 'System'
    ? node.children.every((child) => child.kind === 'element' && addSystem(draft, child))
    : addPart(draft, node);
}

function addSystem(draft: Draft, child: Element): boolean {
  if (child.children.some((node) => node.kind === 'element')) return false;
  const addField = (name: string, parts: readonly Node[], isAttribute: boolean): boolean => {
    const item = itemOf(parts);
    if (item === null) return false;
    if (draft.system.has(name)) return false;
    draft.system.set(name, {
      key: keyOf(name),
      items: [item],
      yieldBit: yieldBit(name),
      isSystem: true,
      isAttribute,
    });
    return true;
  };
  if (child.children.length > 0 && !addField(systemName(child.name), child.children, false)) return false;
  return child.attributes
    .filter((attribute) => !isNamespace(attribute))
    .every(({ name, parts }) => addField(systemName(child.name, name), parts, true));
}

function addPart(draft: Draft, part: Element): boolean {
  return part.children.every((child) => {
    if (child.kind !== 'element') return false;
    const inner = elementsOf(child);
    if (part.name !== 'UserData' || inner.length === 0) {
      const isBare = part.name === 'UserData' && child.children.length === 0;
      return isBare || addItem(draft, child, { part: part.name, prefix: itemPrefix(part.name, child.name) });
    }
    const place = { part: part.name, prefix: '' };
    return inner.length === child.children.length && inner.every((item) => addItem(draft, item, place));
  });
}

function addItem(
  draft: Draft,
  item: Element,
  place: { readonly part: string; readonly prefix: string },
): boolean {
  const { name, named } = itemName(item);
  if (named?.parts.some((part) => part.kind === 'slot')) return false;
  const path = place.prefix + name;
  const children = elementsOf(item);
  const others = item.attributes.filter((attribute) => attribute !== named && !isNamespace(attribute));
  if (children.length > 0) {
    if (children.length !== item.children.length || children.every(isDroppable)) return false;
    const inside = { part: place.part, prefix: `${path}.` };
    if (!children.every((child) => addItem(draft, child, inside))) return false;
  } else if (!addLeaf(draft, item, { name: safeDataName(path, place.part), others })) return false;
  return others.every((attribute) => {
    const value = itemOf(attribute.parts);
    return (
      value !== null &&
      addData(draft, `${safeDataName(`${path}_${attribute.name}`, place.part)}`, value, true)
    );
  });
}

/** Attributes come and go with their element: where that can be left out or repeated, they make it too intricate. */
function addLeaf(
  draft: Draft,
  item: Element,
  field: { readonly name: string; readonly others: readonly Attribute[] },
): boolean {
  const value: PlanItem | null =
    item.children.length === 0 ? { kind: 'constant', json: Buffer.from('null') } : itemOf(item.children);
  if (value === null || (value.kind === 'slot' && field.others.length > 0)) return false;
  return addData(draft, field.name, value, false);
}

function isDroppable(element: Element): boolean {
  return element.children.every((node) => node.kind === 'slot');
}

function addData(draft: Draft, name: string, item: PlanItem, isAttribute: boolean): boolean {
  const known = draft.data.get(name);
  if (known === undefined)
    draft.data.set(name, {
      name,
      key: keyOf(name),
      items: [item],
      yieldBit: 0,
      isSystem: false,
      isAttribute,
    });
  else if (known.isAttribute !== isAttribute) return false;
  else known.items.push(item);
  return true;
}

/** One slot, or text alone; null for anything mixed. */
function itemOf(parts: readonly Node[]): PlanItem | null {
  const [only] = parts;
  if (only?.kind === 'slot') {
    return parts.length === 1 ? { kind: 'slot', index: only.index, optional: only.optional } : null;
  }
  if (parts.some((part) => part.kind === 'slot' || part.kind === 'element')) return null;
  return { kind: 'constant', json: Buffer.from(JSON.stringify(contentValue(parts) ?? '')) };
}

/** Names of fields come again in every chunk: their bytes are kept, a bounded number of them. */
const KEYS = new Map<string, Buffer>();
const KEYS_LIMIT = 4096;

function keyOf(name: string): Buffer {
  let key = KEYS.get(name);
  if (key === undefined) {
    key = Buffer.from(`,${JSON.stringify(name)}:`);
    if (KEYS.size >= KEYS_LIMIT) KEYS.clear();
    KEYS.set(name, key);
  }
  return key;
}
