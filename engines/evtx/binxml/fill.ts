import { type Chunk, spendWork } from '../file/chunk.ts';
import { Damage } from '../file/damage.ts';
import { readArray, readValue } from '../value/read-value.ts';
import { ARRAY, VALUE } from '../value/value-type.ts';
import type { InstanceFrame } from './instance.ts';
import type { Attribute, Element, Node, Part, Slot } from './node.ts';
import { parseFragment } from './parse.ts';

/** The values of one template instance. */
export interface Values {
  readonly chunk: Chunk;
  readonly frame: InstanceFrame;
  readonly depth: number;
}

interface Located {
  readonly type: number;
  readonly at: number;
  readonly size: number;
}

/** A template with its slots filled. Throws {@link Damage}. */
export function fillTemplate(template: readonly Element[], values: Values): Element[] {
  const { chunk, frame } = values;
  const located: Located[] = [];
  let at = frame.values;
  for (let index = 0; index < frame.count; index += 1) {
    const size = chunk.view.getUint16(frame.descriptors + index * 4, true);
    located.push({ type: chunk.view.getUint8(frame.descriptors + index * 4 + 2), at, size });
    at += size;
  }
  spendWork(chunk, frame.count, frame.values);
  const filler: Filler = { chunk, located, depth: values.depth };
  return template.flatMap((element) => fillElement(element, filler));
}

interface Filler {
  readonly chunk: Chunk;
  readonly located: readonly Located[];
  readonly depth: number;
}

/** One element, or as many as the array in its text has values; an empty array makes one empty element. */
function fillElement(element: Element, filler: Filler): Element[] {
  spendWork(filler.chunk, 1, 0);
  const { kind, name } = element;
  const attributes = element.attributes.flatMap((attribute) => fillAttribute(attribute, filler));
  const children = element.children.flatMap((node) => fillNode(node, filler));
  if (children.length === 0 && isOptional(element)) return [];
  const length = children.reduce(
    (most, node) => (node.kind === 'array' ? Math.max(most, node.values.length) : most),
    -1,
  );
  if (length === -1) return [{ kind, name, attributes, children }];
  spendWork(filler.chunk, length * (1 + children.length + attributes.length), 0);
  return Array.from({ length: Math.max(length, 1) }, (_, index) => ({
    kind,
    name,
    attributes,
    children: children.flatMap((node) => valueNumber(node, index)),
  }));
}

/** Only slots that may be empty stand in it: without their values it is left out ("Optional substitution"). */
export function isOptional(element: Element): boolean {
  const { children } = element;
  return children.length > 0 && children.every((node) => node.kind === 'slot' && node.optional);
}

function valueNumber(node: Node, index: number): Node[] {
  if (node.kind !== 'array') return [node];
  const value = node.values[index];
  return value === undefined ? [] : [{ kind: 'value', value }];
}

function fillNode(node: Node, filler: Filler): Node[] {
  if (node.kind === 'element') return fillElement(node, filler);
  return node.kind === 'slot' ? fillSlot(node, filler) : [node];
}

/** An optional slot without a value leaves its attribute out ("Optional substitution"). */
function fillAttribute(attribute: Attribute, filler: Filler): Attribute[] {
  const parts: Part[] = [];
  for (const part of attribute.parts) {
    if (part.kind !== 'slot') parts.push(part);
    else for (const node of fillSlot(part, filler)) if (node.kind !== 'element') parts.push(node);
  }
  return parts.length === 0 && attribute.parts.length > 0 ? [] : [{ name: attribute.name, parts }];
}

function fillSlot(slot: Slot, filler: Filler): Node[] {
  const found = filler.located[slot.index];
  if (found === undefined) return [];
  const { type, at, size } = found;
  const { chunk } = filler;
  spendWork(chunk, 1 + (size >> 3), at);
  if (type === VALUE.null) return slot.optional ? [] : [{ kind: 'value', value: null }];
  if (at + size > chunk.bytes.length) throw new Damage('a value outside of the chunk', at);
  if (type === VALUE.binxml) return size === 0 ? [] : fillNested(filler, at, size);
  if ((type & ARRAY) !== 0) return [{ kind: 'array', values: readArray(chunk, type, found) }];
  return [{ kind: 'value', value: readValue(chunk, type, found) }];
}

/** Damage of a nested part costs that part only: who and when, around it, are still worth having. */
function fillNested(filler: Filler, at: number, size: number): Node[] {
  const { chunk, depth } = filler;
  try {
    return parseFragment(chunk, { at, end: at + size }, depth + 1);
  } catch (cause) {
    if (!(cause instanceof Damage) || cause.code === 'evtx.too-large') throw cause;
    const message = `The data of a record cannot be decoded: ${cause.message}`;
    chunk.log.report('evtx.partial-record', message, chunk.offset + cause.at);
    return [];
  }
}
