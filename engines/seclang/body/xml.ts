import { SaxesParser } from 'saxes';
import { toBytes } from '../lexer/bytes.ts';
import type { ParsedBody } from './parsed-body.ts';

class XmlError extends Error {}

/** Declarations of namespaces, which are no attributes to XPath (XPath 1.0 §5.3). */
const DECLARATION = /^xmlns(?::|$)/;

/**
 * Reads XML for `XML:/*` (all text) and `XML://@*` (all attribute values). Entities that a document declares are
 * not expanded, so nothing is fetched and nothing grows. On an error what came before it stays.
 */
export function parseXml(text: string): ParsedBody {
  const texts: string[] = [];
  const attributes: string[] = [];
  const parser = new SaxesParser();
  parser.on('text', (part) => texts.push(part));
  parser.on('cdata', (part) => texts.push(part));
  parser.on('attribute', ({ name, value }) => {
    if (!DECLARATION.test(name)) attributes.push(encodeLarge(value));
  });
  parser.on('error', (error) => {
    throw new XmlError(error.message);
  });
  let error: string | null = null;
  try {
    parser.write(text).close();
  } catch (failure) {
    if (!(failure instanceof XmlError)) throw failure;
    error = `XML: ${failure.message.slice(0, 200)}`;
  }
  return { fields: [], error, xml: { text: encodeLarge(texts.join('')), attributes } };
}

/** Characters above U+00FF come from character references only; they become their UTF-8 bytes. */
function encodeLarge(text: string): string {
  return text.replace(/[^\x00-\xff]+/gu, toBytes);
}
