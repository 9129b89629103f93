import { findStop, membersOf } from './byte-members.ts';
import { findBogusCommentEnd, findCdataEnd, findCommentEnd, findPercentCommentEnd } from './html-markup.ts';

/** Kinds of pieces that a browser takes markup apart into. */
export type HtmlTokenKind =
  | 'data-text'
  | 'tag-name-open'
  | 'tag-name-close'
  | 'tag-name-selfclose'
  | 'tag-close'
  | 'attr-name'
  | 'attr-value'
  | 'tag-comment'
  | 'doctype';

/** Where in a page the text is taken to stand. */
export type HtmlContext = 'data' | 'unquoted-value' | 'single-quoted' | 'double-quoted' | 'backticked';

type State =
  | 'data'
  | 'before-attribute'
  | 'after-attribute'
  | 'before-value'
  | 'after-quoted-value'
  | 'tag-end'
  | 'self-closing'
  | 'end';

const QUOTE_OF: Readonly<Partial<Record<HtmlContext, string>>> = {
  'single-quoted': "'",
  'double-quoted': '"',
  backticked: '`',
};

const SPACES = membersOf(' \t\n\v\f\r');
/** NUL counts between attributes, as in Internet Explorer. */
const GAPS = membersOf(' \t\n\v\f\r\0');
const NAME_STOPS = membersOf(' \t\n\v\f\r/>');
const ATTRIBUTE_STOPS = membersOf(' \t\n\v\f\r/=>');
const VALUE_STOPS = membersOf(' \t\n\v\f\r>');
const LETTERS = membersOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ');

const SLASH = 0x2f;
const GREATER = 0x3e;
const EQUALS = 0x3d;

/**
 * Splits a text into HTML tokens as browsers do, old ones included: the states of HTML5 §12.2.5 (tag, attribute,
 * comment), with NUL in tag names, backticks as quotes and `<%` comments. A class, because it owns the position and
 * the token read last: reading makes no objects.
 */
export class HtmlLexer {
  readonly #text: string;
  #at = 0;
  #state: State = 'data';
  #isClosing = false;
  /** Quote of the value that the text begins in. */
  #openQuote: string;

  /** The token that `read` found: its kind and where it stands. */
  kind: HtmlTokenKind = 'data-text';
  start = 0;
  end = 0;

  constructor(text: string, context: HtmlContext) {
    this.#text = text;
    this.#openQuote = QUOTE_OF[context] ?? '';
    if (context === 'unquoted-value') this.#state = 'before-attribute';
  }

  /** Finds the next token; false at the end. */
  read(): boolean {
    if (this.#openQuote !== '') {
      const quote = this.#openQuote;
      this.#openQuote = '';
      return this.#readQuotedValue(quote, 0);
    }
    while (this.#at < this.#text.length && this.#state !== 'end') if (this.#step()) return true;
    return false;
  }

  /** Does one step of the current state; false when it made no token. */
  #step(): boolean {
    switch (this.#state) {
      case 'data':
        return this.#readData();
      case 'before-attribute':
        return this.#readBeforeAttribute();
      case 'after-attribute':
        return this.#readAfterAttribute();
      case 'before-value':
        return this.#readBeforeValue();
      case 'after-quoted-value':
        return this.#readAfterQuotedValue();
      case 'tag-end':
        return this.#emit('tag-name-close', this.#at + 1, 'data');
      case 'self-closing':
        return this.#readSelfClosing();
      default:
        return false;
    }
  }

  /** A token from where we are to `end`; goes on there in `state`. */
  #emit(kind: HtmlTokenKind, end: number, state: State): boolean {
    this.kind = kind;
    this.start = this.#at;
    this.end = end;
    this.#at = end;
    this.#state = state;
    return true;
  }

  /** The same, and passes over the byte behind the token. */
  #emitBefore(kind: HtmlTokenKind, end: number, state: State): boolean {
    this.#emit(kind, end, state);
    this.#at = end + 1;
    return true;
  }

  #readData(): boolean {
    const tag = this.#text.indexOf('<', this.#at);
    if (tag === -1) return this.#emit('data-text', this.#text.length, 'end');
    if (tag > this.#at) return this.#emit('data-text', tag, 'data');
    return this.#readTagOpen();
  }

  /** At `<`. What opens neither a tag nor a comment is text. */
  #readTagOpen(): boolean {
    const text = this.#text;
    const at = this.#at;
    if (at + 1 >= text.length) {
      this.#state = 'end';
      return false;
    }
    const next = text.charCodeAt(at + 1);
    if (next === 0 || LETTERS[next] === 1) {
      this.#at += 1;
      this.#isClosing = false;
      return this.#readTagName();
    }
    if (next === 0x21) return this.#readMarkup();
    if (next === SLASH) return this.#readEndTag();
    if (next === 0x3f) return this.#take('tag-comment', at + 2, findBogusCommentEnd(text, at + 2));
    if (next === 0x25) return this.#take('tag-comment', at + 2, findPercentCommentEnd(text, at + 2));
    return this.#emit('data-text', at + 1, 'data');
  }

  #readEndTag(): boolean {
    this.#at += 2;
    const next = this.#text.charCodeAt(this.#at);
    if (next === GREATER) return false;
    if (LETTERS[next] !== 1)
      return this.#take('tag-comment', this.#at, findBogusCommentEnd(this.#text, this.#at));
    this.#isClosing = true;
    return this.#readTagName();
  }

  /** At `<!`. */
  #readMarkup(): boolean {
    const text = this.#text;
    const from = this.#at + 2;
    if (text.startsWith('--', from))
      return this.#take('tag-comment', from + 2, findCommentEnd(text, from + 2));
    if (text.startsWith('[CDATA[', from))
      return this.#take('data-text', from + 7, findCdataEnd(text, from + 7));
    const isDoctype =
      (text.charCodeAt(from) | 0x20) === 0x64 && /^doctype$/i.test(text.slice(from, from + 7));
    return this.#take(isDoctype ? 'doctype' : 'tag-comment', from, findBogusCommentEnd(text, from));
  }

  #take(
    kind: HtmlTokenKind,
    start: number,
    { textEnd, end }: { readonly textEnd: number; readonly end: number },
  ): boolean {
    this.kind = kind;
    this.start = start;
    this.end = textEnd;
    this.#at = end;
    this.#state = 'data';
    return true;
  }

  #readTagName(): boolean {
    const end = this.#find(NAME_STOPS, this.#at);
    const stop = this.#text.charCodeAt(end);
    if (stop === GREATER && this.#isClosing) {
      this.#isClosing = false;
      return this.#emitBefore('tag-close', end, 'data');
    }
    if (stop === GREATER) return this.#emit('tag-name-open', end, 'tag-end');
    return this.#emitBefore('tag-name-open', end, stop === SLASH ? 'self-closing' : 'before-attribute');
  }

  #readBeforeAttribute(): boolean {
    this.#skipGap();
    if (this.#at >= this.#text.length) return false;
    const code = this.#text.charCodeAt(this.#at);
    if (code === SLASH) {
      this.#at += 1;
      this.#state = 'self-closing';
      return false;
    }
    if (code === GREATER) return this.#emit('tag-name-close', this.#at + 1, 'data');
    return this.#readAttributeName();
  }

  #readSelfClosing(): boolean {
    if (this.#text.charCodeAt(this.#at) !== GREATER) {
      this.#state = 'before-attribute';
      return false;
    }
    // The token is `/>`, from the slash on.
    this.#at -= 1;
    return this.#emit('tag-name-selfclose', this.#at + 2, 'data');
  }

  #readAttributeName(): boolean {
    const end = this.#find(ATTRIBUTE_STOPS, this.#at + 1);
    const stop = this.#text.charCodeAt(end);
    if (stop === GREATER) return this.#emit('attr-name', end, 'tag-end');
    const state = stop === SLASH ? 'self-closing' : stop === EQUALS ? 'before-value' : 'after-attribute';
    return this.#emitBefore('attr-name', end, state);
  }

  #readAfterAttribute(): boolean {
    this.#skipGap();
    if (this.#at >= this.#text.length) return false;
    const code = this.#text.charCodeAt(this.#at);
    if (code === GREATER) {
      this.#state = 'tag-end';
      return false;
    }
    if (code !== SLASH && code !== EQUALS) return this.#readAttributeName();
    this.#state = code === SLASH ? 'self-closing' : 'before-value';
    this.#at += 1;
    return false;
  }

  #readBeforeValue(): boolean {
    this.#skipGap();
    if (this.#at >= this.#text.length) return false;
    const char = this.#text.charAt(this.#at);
    if (char === '"' || char === "'" || char === '`') return this.#readQuotedValue(char, this.#at + 1);
    const end = this.#find(VALUE_STOPS, this.#at);
    if (this.#text.charCodeAt(end) === GREATER) return this.#emit('attr-value', end, 'tag-end');
    return this.#emitBefore('attr-value', end, 'before-attribute');
  }

  #readQuotedValue(quote: string, from: number): boolean {
    this.#at = from;
    const end = this.#text.indexOf(quote, from);
    if (end === -1) return this.#emit('attr-value', this.#text.length, 'end');
    return this.#emitBefore('attr-value', end, 'after-quoted-value');
  }

  #readAfterQuotedValue(): boolean {
    const code = this.#text.charCodeAt(this.#at);
    if (code === GREATER) return this.#emit('tag-name-close', this.#at + 1, 'data');
    this.#state = code === SLASH ? 'self-closing' : 'before-attribute';
    if (code === SLASH || code === 0 || SPACES[code] === 1) this.#at += 1;
    return false;
  }

  #skipGap(): void {
    while (this.#at < this.#text.length && GAPS[this.#text.charCodeAt(this.#at)] === 1) this.#at += 1;
  }

  /** First offset from `from` with a byte of the set, or the end. */
  #find(stops: Uint8Array, from: number): number {
    return Math.min(findStop(this.#text, from, stops), this.#text.length);
  }
}
