import { membersOf } from './byte-members.ts';
import { type AttributeKind, attributeKind, isScriptTag, isScriptUrl } from './html-blacklists.ts';
import { type HtmlContext, HtmlLexer } from './html-lexer.ts';

const QUOTED_CONTEXTS: readonly (readonly [quote: string, context: HtmlContext])[] = [
  ["'", 'single-quoted'],
  ['"', 'double-quoted'],
  ['`', 'backticked'],
];

/** A value that `detectXss` finds has one of these: tags and comments begin with `<`, values of attributes with `=`. */
export const XSS_BYTES: readonly number[] = [0x3c, 0x3d];

/**
 * Whether a value would bring script into the page that it is put into, by the method of libinjection:
 * it is read as HTML in five contexts, and tags, attributes and URL schemes are held against lists.
 * `text` is bytes as a latin1 string.
 */
export function detectXss(text: string): boolean {
  const hasTag = text.includes('<');
  // Only tags, comments and values of attributes can be script: without `<` and `=` there are none.
  if (!hasTag && !text.includes('=')) return false;
  if (hasTag && hasScript(text, 'data')) return true;
  if (hasScript(text, 'unquoted-value')) return true;
  // A value that does not close the quotes that it stands in is one harmless value.
  return QUOTED_CONTEXTS.some(([quote, context]) => text.includes(quote) && hasScript(text, context));
}

function hasScript(text: string, context: HtmlContext): boolean {
  const lexer = new HtmlLexer(text, context);
  const comments = new CommentJudge(text);
  let attribute: AttributeKind = 'harmless';
  while (lexer.read()) {
    switch (lexer.kind) {
      case 'attr-name':
        attribute = attributeKind(text, lexer);
        continue;
      case 'attr-value':
        if (attribute !== 'harmless' && isScriptValue(text, lexer, attribute)) return true;
        break;
      case 'tag-name-open':
        if (isScriptTag(text, lexer)) return true;
        break;
      case 'tag-comment':
        if (comments.isActive(lexer.start, lexer.end)) return true;
        break;
      case 'doctype':
        return true;
    }
    attribute = 'harmless';
  }
  return false;
}

function isScriptValue(text: string, value: HtmlLexer, attribute: AttributeKind): boolean {
  if (attribute === 'url') return isScriptUrl(text, value);
  if (attribute === 'names-attribute') return attributeKind(text, value) !== 'harmless';
  return true;
}

/** First bytes of comments that can be active. */
const ACTIVE_STARTS = membersOf('[xXiIeE\0');

/** Judges the comments of a text in their order. A class, because it remembers where the next backtick is. */
class CommentJudge {
  readonly #text: string;
  #backtick = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /** Internet Explorer ends tags with a backtick, and runs conditional comments, `<?import` and entities. */
  isActive(start: number, end: number): boolean {
    if (this.#backtick < start) {
      const next = this.#text.indexOf('`', start);
      this.#backtick = next === -1 ? Number.POSITIVE_INFINITY : next;
    }
    if (this.#backtick < end) return true;
    if (ACTIVE_STARTS[this.#text.charCodeAt(start)] !== 1) return false;
    return isActiveHead(this.#text.slice(start, end));
  }
}

function isActiveHead(text: string): boolean {
  return /^(?:\[if|xml)./is.test(text) || /^\0*(?:i\0*m\0*p\0*o\0*r\0*t|e\0*n\0*t\0*i\0*t\0*y)/i.test(text);
}
