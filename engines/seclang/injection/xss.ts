import { attributeKind, isScriptTag, isScriptUrl } from './html-blacklists.ts';
import { type HtmlContext, HtmlLexer, type HtmlToken } from './html-lexer.ts';

const CONTEXTS: readonly HtmlContext[] = [
  'data',
  'unquoted-value',
  'single-quoted',
  'double-quoted',
  'backticked',
];

/**
 * Whether a value would bring script into the page that it is put into, by the method of libinjection:
 * it is read as HTML in five contexts, and tags, attributes and URL schemes are held against lists.
 * `text` is bytes as a latin1 string.
 */
export function detectXss(text: string): boolean {
  return CONTEXTS.some((context) => hasScript(text, context));
}

function hasScript(text: string, context: HtmlContext): boolean {
  const lexer = new HtmlLexer(text, context);
  let attribute = '';
  for (let token = lexer.next(); token !== null; token = lexer.next()) {
    if (isScript(token, attribute)) return true;
    attribute = token.kind === 'attr-name' ? token.text : '';
  }
  return false;
}

/** `attribute` is the name that a value belongs to. */
function isScript(token: HtmlToken, attribute: string): boolean {
  switch (token.kind) {
    case 'doctype':
      return true;
    case 'tag-name-open':
      return isScriptTag(token.text);
    case 'attr-value':
      return isScriptValue(attribute, token.text);
    case 'tag-comment':
      return isActiveComment(token.text);
    default:
      return false;
  }
}

function isScriptValue(attribute: string, value: string): boolean {
  switch (attributeKind(attribute)) {
    case 'script':
    case 'style':
      return true;
    case 'url':
      return isScriptUrl(value);
    case 'names-attribute':
      return attributeKind(value) !== 'harmless';
    default:
      return false;
  }
}

/** Internet Explorer ends tags with a backtick, and runs conditional comments, `<?import` and entities. */
function isActiveComment(text: string): boolean {
  return (
    text.includes('`') ||
    /^(?:\[if|xml)./is.test(text) ||
    /^(?:import|entity)/i.test(text.replaceAll('\0', ''))
  );
}
