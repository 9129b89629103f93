import type { Element, Node } from '../binxml/node.ts';
import { contentValue, elementsOf, textOfValue } from '../binxml/value-text.ts';

/** The event as XML, two spaces a level, text as it stands. Zeros, which XML cannot hold, become U+FFFD. */
export function formatElements(elements: readonly Element[]): string {
  const lines: string[] = [];
  for (const element of elements) addElement(lines, element, '');
  return `${lines.join('\n')}\n`;
}

function addElement(lines: string[], element: Element, indent: string): void {
  const attributes = element.attributes.map(
    ({ name, parts }) => ` ${name}="${escapeText(contentOf(parts))}"`,
  );
  const open = `${indent}<${element.name}${attributes.join('')}`;
  const children = elementsOf(element);
  const text = contentOf(element.children);
  if (children.length === 0) {
    lines.push(text === '' ? `${open}/>` : `${open}>${escapeText(text)}</${element.name}>`);
    return;
  }
  lines.push(`${open}>${escapeText(text)}`);
  for (const child of children) addElement(lines, child, `${indent}  `);
  lines.push(`${indent}</${element.name}>`);
}

function contentOf(parts: readonly Node[]): string {
  return textOfValue(contentValue(parts) ?? '');
}

const ESCAPES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\0': '\ufffd',
};

/** All five of XML's own entities ("String"). */
function escapeText(text: string): string {
  return text.replace(/[&<>"'\0]/g, (character) => ESCAPES[character] ?? character);
}
