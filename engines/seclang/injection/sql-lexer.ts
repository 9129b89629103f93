import { findStop, isSqlSpace, membersOf, type SqlLexeme, type SqlReader } from './sql-lexeme.ts';
import { readNumber } from './sql-number-reader.ts';
import {
  readBitString,
  readDollar,
  readHexString,
  readNationalString,
  readOracleString,
  readPrefixedString,
  readQuoted,
  readString,
  readUnicodeString,
} from './sql-strings.ts';
import { type SqlToken, sqlToken } from './sql-token.ts';
import { readBracketedWord, readWord } from './sql-word-reader.ts';
import { typeOfWord } from './sql-words.ts';

/** Where in a statement the text is taken to stand, and whose comments count. */
export interface SqlContext {
  /** The text begins inside a string with this quote; empty: outside of one. */
  readonly quote: '' | "'" | '"';
  readonly dialect: 'ansi' | 'mysql';
}

/** Splits a text into tokens. A class, because it owns the position and what it met on the way. */
export class SqlLexer {
  readonly #text: string;
  readonly #context: SqlContext;
  #at = 0;
  tokenCount = 0;
  /** A comment was met that MySQL reads in another way than the rest. */
  hasDialectComment = false;

  constructor(text: string, context: SqlContext) {
    this.#text = text;
    this.#context = context;
  }

  next(): SqlToken | null {
    if (this.#at === 0 && this.#context.quote !== '' && this.#text !== '') {
      return this.#take(readQuoted(this.#text, 0, { quote: this.#context.quote, open: '' }));
    }
    while (this.#at < this.#text.length) {
      const token = this.#take(this.#read());
      if (token !== null) return token;
    }
    return null;
  }

  #take({ token, end }: SqlLexeme): SqlToken | null {
    this.#at = end;
    if (token !== null) this.tokenCount += 1;
    return token;
  }

  #read(): SqlLexeme {
    const char = this.#text.charAt(this.#at);
    if (char === '-') return this.#readDash();
    if (char === '#') return this.#readHash();
    const code = char.charCodeAt(0);
    if (code <= 0x20 || code === 0x7f || code === 0xa0) return { token: null, end: this.#at + 1 };
    return (READERS[char] ?? readWord)(this.#text, this.#at);
  }

  /** `--` begins a comment before white space or the end; MySQL takes it for two signs elsewhere. */
  #readDash(): SqlLexeme {
    const next = this.#text.charAt(this.#at + 2);
    if (this.#text.charAt(this.#at + 1) !== '-') return readOperator(this.#text, this.#at);
    if (next === '' || isSqlSpace(next)) return readLineComment(this.#text, this.#at);
    if (this.#context.dialect === 'mysql') return readOperator(this.#text, this.#at);
    this.hasDialectComment = true;
    return readLineComment(this.#text, this.#at);
  }

  #readHash(): SqlLexeme {
    this.hasDialectComment = true;
    const read = this.#context.dialect === 'mysql' ? readLineComment : readOperator;
    return read(this.#text, this.#at);
  }
}

const READERS: Readonly<Record<string, SqlReader>> = {
  ...forEach('%^+~', readOperator),
  ...forEach('!&*:<=>|', readLongOperator),
  ...forEach('(),;{}', readItself),
  ...forEach('?]', (text, at) => ({ token: sqlToken('?', text.charAt(at)), end: at + 1 })),
  ...forEach('.0123456789', readNumber),
  ...forEach('"\'', readString),
  ...forEach('bB', readBitString),
  ...forEach('eE', readPrefixedString),
  ...forEach('nN', readNationalString),
  ...forEach('qQ', readOracleString),
  ...forEach('uU', readUnicodeString),
  ...forEach('xX', readHexString),
  $: readDollar,
  '/': readSlash,
  '@': readVariable,
  '[': readBracketedWord,
  '\\': readBackslash,
  '`': readBackticked,
};

function forEach(chars: string, reader: SqlReader): Record<string, SqlReader> {
  return Object.fromEntries([...chars].map((char) => [char, reader]));
}

function readItself(text: string, at: number): SqlLexeme {
  const char = text.charAt(at);
  return { token: sqlToken(char, char), end: at + 1 };
}

function readOperator(text: string, at: number): SqlLexeme {
  return { token: sqlToken('o', text.charAt(at)), end: at + 1 };
}

function readLongOperator(text: string, at: number): SqlLexeme {
  if (text.startsWith('<=>', at)) return { token: sqlToken('o', '<=>'), end: at + 3 };
  const pair = text.slice(at, at + 2);
  const type = pair.length === 2 ? typeOfWord(pair) : undefined;
  if (type !== undefined) return { token: sqlToken(type, pair), end: at + 2 };
  return text.charAt(at) === ':' && pair.length === 2 ? readItself(text, at) : readOperator(text, at);
}

function readLineComment(text: string, at: number): SqlLexeme {
  const lineFeed = text.indexOf('\n', at);
  const end = lineFeed === -1 ? text.length : lineFeed;
  return { token: sqlToken('c', text.slice(at, end)), end: end + 1 };
}

/** A comment inside a comment (PostgreSQL) and one that MySQL runs are read differently by others: type X. */
function readSlash(text: string, at: number): SqlLexeme {
  if (text.charAt(at + 1) !== '*') return readOperator(text, at);
  const close = text.indexOf('*/', at + 2);
  const end = close === -1 ? text.length : close + 2;
  const isNested = close !== -1 && text.slice(at + 2, close + 1).includes('/*');
  const isRunByMysql = text.charAt(at + 2) === '!';
  return { token: sqlToken(isNested || isRunByMysql ? 'X' : 'c', text.slice(at, end)), end };
}

/** `\N` is NULL to MySQL. */
function readBackslash(text: string, at: number): SqlLexeme {
  if (text.charAt(at + 1) === 'N') return { token: sqlToken('1', '\\N'), end: at + 2 };
  return readItself(text, at);
}

function readBackticked(text: string, at: number): SqlLexeme {
  const { token, end } = readString(text, at);
  if (token === null) return { token, end };
  return { token: { ...token, type: typeOfWord(token.text) === 'f' ? 'f' : 'n' }, end };
}

const VARIABLE_STOPS = membersOf(" <>:\\?=@!#~+-*/&|^%(),';\t\n\v\f\r'`\"");

function readVariable(text: string, at: number): SqlLexeme {
  const signs = text.charAt(at + 1) === '@' ? 2 : 1;
  const from = at + signs;
  const quote = text.charAt(from);
  if (quote === '`' || quote === "'" || quote === '"') {
    const { token, end } = readString(text, from);
    return { token: token === null ? null : { ...token, type: 'v', signs }, end };
  }
  const end = findStop(text, from, VARIABLE_STOPS);
  return { token: sqlToken('v', text.slice(from, end), { signs }), end };
}
