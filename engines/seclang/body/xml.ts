import { SaxesParser } from 'saxes';
import { toBytes } from '../lexer/bytes.ts';
import type { ParsedBody } from './parsed-body.ts';

class XmlError extends Error {}

/** Declarations of namespaces, which are no attributes to XPath (XPath 1.0 §5.3). */
const DECLARATION = /^xmlns(?::|$)/;

/** Bounds of reading an XML body. */
export interface XmlLimits {
  readonly depth: number;
  readonly attributes: number;
}

/** Depth as libxml2 has it, on which the other engines build; attributes as arguments are bounded. */
export const XML_LIMITS: XmlLimits = { depth: 256, attributes: 4096 };

/**
 * Reads XML for `XML:/*` (all text) and `XML://@*` (all attribute values). Entities that a document declares are
 * not expanded, so nothing is fetched and nothing grows; one that is used is an error. On an error what came before it
 * stays.
 */
export function parseXml(text: string, limits: XmlLimits = XML_LIMITS): ParsedBody {
  const texts: string[] = [];
  const attributes: string[] = [];
  const parser = new SaxesParser();
  parser.on('text', (part) => texts.push(part));
  parser.on('cdata', (part) => texts.push(part));
  parser.on('attribute', ({ name, value }) => {
    if (DECLARATION.test(name)) return;
    if (attributes.length >= limits.attributes)
      throw new XmlError(`more than ${limits.attributes} attributes`);
    attributes.push(encodeLarge(value));
  });
  let depth = 0;
  parser.on('opentagstart', () => {
    depth += 1;
    if (depth > limits.depth) throw new XmlError(`nested deeper than ${limits.depth}`);
  });
  parser.on('closetag', () => {
    depth -= 1;
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
  return { fields: [], names: [], error, xml: { text: encodeLarge(texts.join('')), attributes } };
}

/** Characters above U+00FF come from character references only; they become their UTF-8 bytes. */
function encodeLarge(text: string): string {
  return text.replace(/[^\x00-\xff]+/gu, toBytes);
}
