import { type Chunk, spendWork } from '../file/chunk.ts';
import { Damage } from '../file/damage.ts';
import { Cursor, DEPTH_LIMIT } from './cursor.ts';
import { fillTemplate } from './fill.ts';
import { createFrame, definitionRange, readInstanceFrame } from './instance.ts';
import type { Attribute, Element, Node, Part } from './node.ts';
import { MORE, TOKEN } from './token.ts';

/** The entities that XML itself has ("Entity reference"). */
const ENTITIES: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * The elements of a document or fragment ("Document structure"), templates filled in. Processing instructions are passed
 * over: events have none. Throws {@link Damage}.
 */
export function parseFragment(
  chunk: Chunk,
  range: { readonly at: number; readonly end: number },
  depth: number,
): Element[] {
  const cursor = new Cursor(chunk, range, depth);
  const elements: Element[] = [];
  for (let token = cursor.peek(); token !== -1 && token !== TOKEN.endOfFile; token = cursor.peek()) {
    spendWork(chunk, 1, cursor.at);
    switch (token & ~MORE) {
      case TOKEN.fragment:
        cursor.take(4);
        break;
      case TOKEN.instance:
        elements.push(...parseInstance(cursor, depth));
        break;
      case TOKEN.openStart:
        elements.push(parseElement(cursor, depth));
        break;
      case TOKEN.piTarget:
        parseInstruction(cursor);
        break;
      default:
        throw unexpected(token, cursor);
    }
  }
  return elements;
}

/** The definition at an offset as a tree with slots; each is parsed once a chunk. */
export function parseTemplate(chunk: Chunk, definition: number, depth: number): readonly Element[] {
  const known = chunk.templates.get(definition);
  if (known !== undefined) return known;
  const elements = parseFragment(chunk, definitionRange(chunk, definition), depth + 1);
  chunk.templates.set(definition, elements);
  return elements;
}

function parseInstance(cursor: Cursor, depth: number): Element[] {
  const { chunk } = cursor;
  const frame = createFrame();
  readInstanceFrame(chunk, cursor, frame);
  let end = frame.values;
  for (let index = 0; index < frame.count; index += 1)
    end += chunk.view.getUint16(frame.descriptors + index * 4, true);
  if (end > cursor.end) throw new Damage('the values of a template reach over their record', frame.values);
  cursor.at = end;
  const template = parseTemplate(chunk, frame.definition, depth);
  return fillTemplate(template, { chunk, frame, depth: depth + 1 });
}

function parseElement(cursor: Cursor, depth: number): Element {
  if (depth > DEPTH_LIMIT) throw new Damage(`elements nested deeper than ${DEPTH_LIMIT} levels`, cursor.at);
  const hasAttributes = (cursor.u8() & MORE) !== 0;
  if (cursor.hasDependency) cursor.take(2);
  cursor.take(4);
  const name = cursor.name();
  const attributes = hasAttributes ? parseAttributes(cursor) : [];
  const token = cursor.u8();
  if (token === TOKEN.closeEmpty) return { kind: 'element', name, attributes, children: [] };
  if (token !== TOKEN.closeStart) throw unexpected(token, cursor);
  return { kind: 'element', name, attributes, children: parseContent(cursor, depth) };
}

function parseAttributes(cursor: Cursor): Attribute[] {
  cursor.take(4);
  const attributes: Attribute[] = [];
  while ((cursor.peek() & ~MORE) === TOKEN.attribute) {
    spendWork(cursor.chunk, 1, cursor.at);
    cursor.take(1);
    const name = cursor.name();
    const parts: Part[] = [];
    for (let part = parsePart(cursor); part !== null; part = parsePart(cursor)) parts.push(part);
    attributes.push({ name, parts });
  }
  return attributes;
}

/** Up to the token that ends the element, which is consumed. */
function parseContent(cursor: Cursor, depth: number): Node[] {
  const nodes: Node[] = [];
  for (;;) {
    const part = parsePart(cursor);
    if (part !== null) {
      nodes.push(part);
      continue;
    }
    const token = cursor.peek();
    if (token === TOKEN.endElement) {
      cursor.take(1);
      return nodes;
    }
    if ((token & ~MORE) === TOKEN.openStart) nodes.push(parseElement(cursor, depth + 1));
    else if (token === TOKEN.instance) nodes.push(...parseInstance(cursor, depth));
    else if (token === TOKEN.fragment) cursor.take(4);
    else if (token === TOKEN.piTarget) parseInstruction(cursor);
    else throw unexpected(token, cursor);
  }
}

/** Text or a slot, or null where something else stands ("Content string"). */
function parsePart(cursor: Cursor): Part | null {
  spendWork(cursor.chunk, 1, cursor.at);
  const token = cursor.peek();
  if (token === -1) throw new Damage('it ends within an element', cursor.at);
  switch (token & ~MORE) {
    case TOKEN.value:
      cursor.take(2);
      return { kind: 'text', text: cursor.text() };
    case TOKEN.substitution:
    case TOKEN.optionalSubstitution: {
      cursor.take(1);
      const index = cursor.u16();
      cursor.take(1);
      return { kind: 'slot', index, optional: (token & ~MORE) === TOKEN.optionalSubstitution };
    }
    case TOKEN.cdata:
      cursor.take(1);
      return { kind: 'text', text: cursor.text() };
    case TOKEN.charRef:
      cursor.take(1);
      return { kind: 'text', text: String.fromCharCode(cursor.u16()) };
    case TOKEN.entityRef: {
      cursor.take(1);
      const name = cursor.name();
      return { kind: 'text', text: ENTITIES[name] ?? `&${name};` };
    }
    default:
      return null;
  }
}

function parseInstruction(cursor: Cursor): void {
  cursor.take(1);
  cursor.name();
  if (cursor.peek() === TOKEN.piData) {
    cursor.take(1);
    cursor.text();
  }
}

function unexpected(token: number, cursor: Cursor): Damage {
  return new Damage(
    token === -1 ? 'it ends within an element' : `an unexpected token 0x${token.toString(16)}`,
    cursor.at,
  );
}
