import { readBogusComment, readCdata, readComment, readDoctype, readPercentComment } from './html-markup.ts';

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

/** A piece of markup as it stands in the text. */
export interface HtmlToken {
  readonly kind: HtmlTokenKind;
  readonly text: string;
}

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

/**
 * Splits a text into HTML tokens as browsers do, old ones included: the states of HTML5 §12.2.5 (tag, attribute,
 * comment), with NUL in tag names, backticks as quotes and `<%` comments. A class, because it owns the position.
 */
export class HtmlLexer {
  readonly #text: string;
  #at = 0;
  #state: State = 'data';
  #isClosing = false;
  /** Quote of the value that the text begins in. */
  #openQuote: string;

  constructor(text: string, context: HtmlContext) {
    this.#text = text;
    this.#openQuote = QUOTE_OF[context] ?? '';
    if (context === 'unquoted-value') this.#state = 'before-attribute';
  }

  /** The next token, or null at the end. */
  next(): HtmlToken | null {
    if (this.#openQuote !== '') {
      const quote = this.#openQuote;
      this.#openQuote = '';
      return this.#readQuotedValue(quote, 0);
    }
    while (this.#at < this.#text.length && this.#state !== 'end') {
      const token = this.#step();
      if (token !== null) return token;
    }
    return null;
  }

  /** Does one step of the current state; null when it made no token. */
  #step(): HtmlToken | null {
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
        return this.#emit('tag-name-close', { end: this.#at + 1, state: 'data' });
      case 'self-closing':
        return this.#readSelfClosing();
      default:
        return null;
    }
  }

  /** A token up to `end`; goes on at `next` (or `end`) in `state`. */
  #emit(
    kind: HtmlTokenKind,
    to: { readonly end: number; readonly next?: number; readonly state: State },
  ): HtmlToken {
    const text = this.#text.slice(this.#at, to.end);
    this.#at = to.next ?? to.end;
    this.#state = to.state;
    return { kind, text };
  }

  #readData(): HtmlToken | null {
    const tag = this.#text.indexOf('<', this.#at);
    if (tag === -1) return this.#emit('data-text', { end: this.#text.length, state: 'end' });
    if (tag > this.#at) return this.#emit('data-text', { end: tag, state: 'data' });
    return this.#readTagOpen();
  }

  /** At `<`. What opens neither a tag nor a comment is text. */
  #readTagOpen(): HtmlToken | null {
    const next = this.#text.charAt(this.#at + 1);
    if (next === '') {
      this.#state = 'end';
      return null;
    }
    if (next === '!') return this.#readMarkup();
    if (next === '/') return this.#readEndTag();
    if (next === '?') return this.#take('tag-comment', readBogusComment(this.#text, this.#at + 2));
    if (next === '%') return this.#take('tag-comment', readPercentComment(this.#text, this.#at + 2));
    if (/[a-z\0]/i.test(next)) {
      this.#at += 1;
      this.#isClosing = false;
      return this.#readTagName();
    }
    return this.#emit('data-text', { end: this.#at + 1, state: 'data' });
  }

  #readEndTag(): HtmlToken | null {
    const next = this.#text.charAt(this.#at + 2);
    this.#at += 2;
    if (next === '>') return null;
    if (!/[a-z]/i.test(next)) return this.#take('tag-comment', readBogusComment(this.#text, this.#at));
    this.#isClosing = true;
    return this.#readTagName();
  }

  /** At `<!`. */
  #readMarkup(): HtmlToken | null {
    const from = this.#at + 2;
    const head = this.#text.slice(from, from + 7).toUpperCase();
    if (head === 'DOCTYPE') return this.#take('doctype', readDoctype(this.#text, from));
    if (this.#text.startsWith('[CDATA[', from)) {
      return this.#take('data-text', readCdata(this.#text, from + 7));
    }
    if (head.startsWith('--')) return this.#take('tag-comment', readComment(this.#text, from + 2));
    return this.#take('tag-comment', readBogusComment(this.#text, from));
  }

  #take(kind: HtmlTokenKind, stretch: { readonly text: string; readonly end: number }): HtmlToken | null {
    this.#at = stretch.end;
    this.#state = 'data';
    return { kind, text: stretch.text };
  }

  #readTagName(): HtmlToken {
    const end = this.#find(/[ \t\n\v\f\r/>]/g, this.#at);
    const stop = this.#text.charAt(end);
    if (stop === '>' && this.#isClosing) {
      this.#isClosing = false;
      return this.#emit('tag-close', { end, next: end + 1, state: 'data' });
    }
    if (stop === '>') return this.#emit('tag-name-open', { end, state: 'tag-end' });
    const state = stop === '/' ? 'self-closing' : 'before-attribute';
    return this.#emit('tag-name-open', { end, next: end + 1, state });
  }

  #readBeforeAttribute(): HtmlToken | null {
    this.#skipSpace();
    const char = this.#text.charAt(this.#at);
    if (char === '') return null;
    if (char === '/') {
      this.#at += 1;
      this.#state = 'self-closing';
      return null;
    }
    if (char === '>') return this.#emit('tag-name-close', { end: this.#at + 1, state: 'data' });
    return this.#readAttributeName();
  }

  #readSelfClosing(): HtmlToken | null {
    if (this.#text.charAt(this.#at) !== '>') {
      this.#state = 'before-attribute';
      return null;
    }
    // The token is `/>`, from the slash on.
    this.#at -= 1;
    return this.#emit('tag-name-selfclose', { end: this.#at + 2, state: 'data' });
  }

  #readAttributeName(): HtmlToken {
    const end = this.#find(/[ \t\n\v\f\r/=>]/g, this.#at + 1);
    const stop = this.#text.charAt(end);
    if (stop === '>') return this.#emit('attr-name', { end, state: 'tag-end' });
    const states: Readonly<Record<string, State>> = { '/': 'self-closing', '=': 'before-value' };
    return this.#emit('attr-name', { end, next: end + 1, state: states[stop] ?? 'after-attribute' });
  }

  #readAfterAttribute(): HtmlToken | null {
    this.#skipSpace();
    const char = this.#text.charAt(this.#at);
    if (char === '/') this.#state = 'self-closing';
    else if (char === '=') this.#state = 'before-value';
    else if (char === '>') this.#state = 'tag-end';
    else return char === '' ? null : this.#readAttributeName();
    if (char !== '>') this.#at += 1;
    return null;
  }

  #readBeforeValue(): HtmlToken | null {
    this.#skipSpace();
    const char = this.#text.charAt(this.#at);
    if (char === '') return null;
    if (char === '"' || char === "'" || char === '`') return this.#readQuotedValue(char, this.#at + 1);
    const end = this.#find(/[ \t\n\v\f\r>]/g, this.#at);
    if (this.#text.charAt(end) === '>') return this.#emit('attr-value', { end, state: 'tag-end' });
    return this.#emit('attr-value', { end, next: end + 1, state: 'before-attribute' });
  }

  #readQuotedValue(quote: string, from: number): HtmlToken {
    this.#at = from;
    const end = this.#text.indexOf(quote, from);
    if (end === -1) return this.#emit('attr-value', { end: this.#text.length, state: 'end' });
    return this.#emit('attr-value', { end, next: end + 1, state: 'after-quoted-value' });
  }

  #readAfterQuotedValue(): HtmlToken | null {
    const char = this.#text.charAt(this.#at);
    if (char === '>') return this.#emit('tag-name-close', { end: this.#at + 1, state: 'data' });
    this.#state = char === '/' ? 'self-closing' : 'before-attribute';
    if (char === '/' || /[ \t\n\v\f\r\0]/.test(char)) this.#at += 1;
    return null;
  }

  /** White space between attributes; NUL counts, as in Internet Explorer. */
  #skipSpace(): void {
    this.#at = this.#find(/[^ \t\n\v\f\r\0]/g, this.#at);
  }

  /** First offset from `from` where the (global) expression matches, or the end. */
  #find(stop: RegExp, from: number): number {
    stop.lastIndex = from;
    return stop.exec(this.#text)?.index ?? this.#text.length;
  }
}
