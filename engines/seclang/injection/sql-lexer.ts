import { isSqlSpace } from './byte-members.ts';
import { readNumber } from './sql-number-reader.ts';
import {
  readBackticked,
  readBitString,
  readDollar,
  readHexString,
  readNationalString,
  readOracleString,
  readPrefixedString,
  readQuoted,
  readString,
  readUnicodeString,
  readVariable,
} from './sql-strings.ts';
import type { SqlToken } from './sql-token.ts';
import { bitOf, COMMENT, EVIL, NUMBER, OPERATOR, OTHER } from './sql-type.ts';
import { readBracketedWord, readWord, type SqlReader } from './sql-word-reader.ts';
import { typeOfPair } from './sql-words.ts';

/** Where in a statement the text is taken to stand, and whose comments count. */
export interface SqlContext {
  /** The text begins inside a string with this quote; empty: outside of one. */
  readonly quote: '' | "'" | '"';
  readonly dialect: 'ansi' | 'mysql';
}

const DASH = 0x2d;
const HASH = 0x23;

/** Splits a text into tokens. A class, because it owns the position and what it met on the way. */
export class SqlLexer {
  readonly text: string;
  readonly #quote: SqlContext['quote'];
  readonly #isMysql: boolean;
  #at = 0;
  tokenCount = 0;
  /** A comment was met that MySQL reads in another way than the rest. */
  hasDialectComment = false;

  constructor(text: string, { quote, dialect }: SqlContext) {
    this.text = text;
    this.#quote = quote;
    this.#isMysql = dialect === 'mysql';
  }

  /** Reads the next token into `token`; false at the end. */
  read(token: SqlToken): boolean {
    const { text } = this;
    let at = this.#at;
    if (at === 0 && this.#quote !== '' && text !== '') {
      this.#at = readQuoted(text, 0, token, this.#quote);
      this.tokenCount += 1;
      return true;
    }
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code <= 0x20 || code === 0x7f || code === 0xa0) continue;
      if (code === DASH) this.#at = this.#readDash(at, token);
      else if (code === HASH) this.#at = this.#readHash(at, token);
      else this.#at = (READERS[code] as SqlReader)(text, at, token);
      this.tokenCount += 1;
      return true;
    }
    this.#at = at;
    return false;
  }

  /** `--` begins a comment before white space or the end; MySQL takes it for two signs elsewhere. */
  #readDash(at: number, token: SqlToken): number {
    const { text } = this;
    if (text.charCodeAt(at + 1) !== DASH) return readSign(text, at, token);
    if (at + 2 >= text.length || isSqlSpace(text.charCodeAt(at + 2))) return readLineComment(text, at, token);
    if (this.#isMysql) return readSign(text, at, token);
    this.hasDialectComment = true;
    return readLineComment(text, at, token);
  }

  #readHash(at: number, token: SqlToken): number {
    this.hasDialectComment = true;
    return this.#isMysql ? readLineComment(this.text, at, token) : readOperator(this.text, at, token);
  }
}

const READERS: readonly SqlReader[] = tableOf([
  ['%', readArithmetic],
  ['+~', readSign],
  ['^', readOperator],
  ['!&*:<=>|', readLongOperator],
  ['(),;{}', readItself],
  ['?]', readOther],
  ['.0123456789', readNumber],
  ['"\'', readString],
  ['bB', readBitString],
  ['eE', readPrefixedString],
  ['nN', readNationalString],
  ['qQ', readOracleString],
  ['uU', readUnicodeString],
  ['xX', readHexString],
  ['$', readDollar],
  ['/', readSlash],
  ['@', readVariable],
  ['[', readBracketedWord],
  ['\\', readBackslash],
  ['`', readBackticked],
]);

function tableOf(readers: readonly (readonly [chars: string, reader: SqlReader])[]): readonly SqlReader[] {
  const table = new Array<SqlReader>(256).fill(readWord);
  for (const [chars, reader] of readers) for (const char of chars) table[char.charCodeAt(0)] = reader;
  return table;
}

/** Types of the bytes that are tokens by themselves. */
const OWN_TYPES = Int32Array.from({ length: 256 }, (_, code) => bitOf(String.fromCharCode(code)));

function readItself(text: string, at: number, token: SqlToken): number {
  token.set(OWN_TYPES[text.charCodeAt(at)] as number, at, at + 1);
  return at + 1;
}

function readOther(_text: string, at: number, token: SqlToken): number {
  token.set(OTHER, at, at + 1);
  return at + 1;
}

function readOperator(_text: string, at: number, token: SqlToken): number {
  token.set(OPERATOR, at, at + 1);
  return at + 1;
}

function readArithmetic(_text: string, at: number, token: SqlToken): number {
  token.set(OPERATOR, at, at + 1);
  token.isArithmetic = true;
  return at + 1;
}

/** `+`, `-` (both count on numbers too), `!` and `~`. */
function readSign(text: string, at: number, token: SqlToken): number {
  const code = text.charCodeAt(at);
  token.set(OPERATOR, at, at + 1);
  token.isSign = true;
  token.isArithmetic = code === DASH || code === 0x2b;
  return at + 1;
}

function readLongOperator(text: string, at: number, token: SqlToken): number {
  const code = text.charCodeAt(at);
  if (code === 0x3c && text.startsWith('<=>', at)) {
    token.set(OPERATOR, at, at + 3);
    return at + 3;
  }
  const type = at + 1 < text.length ? typeOfPair(code, text.charCodeAt(at + 1)) : 0;
  if (type !== 0) {
    token.set(type, at, at + 2);
    token.isSign = code === 0x21 && text.charCodeAt(at + 1) === 0x21;
    return at + 2;
  }
  if (code === 0x3a && at + 1 < text.length) return readItself(text, at, token);
  if (code === 0x21) return readSign(text, at, token);
  return code === 0x2a ? readArithmetic(text, at, token) : readOperator(text, at, token);
}

function readLineComment(text: string, at: number, token: SqlToken): number {
  const lineFeed = text.indexOf('\n', at);
  const end = lineFeed === -1 ? text.length : lineFeed;
  token.set(COMMENT, at, end);
  return end + 1;
}

/** A comment inside a comment (PostgreSQL) and one that MySQL runs are read differently by others: type X. */
function readSlash(text: string, at: number, token: SqlToken): number {
  if (text.charCodeAt(at + 1) !== 0x2a) return readArithmetic(text, at, token);
  const close = text.indexOf('*/', at + 2);
  const end = close === -1 ? text.length : close + 2;
  const isNested = close !== -1 && text.slice(at + 2, close + 1).includes('/*');
  const isRunByMysql = text.charCodeAt(at + 2) === 0x21;
  token.set(isNested || isRunByMysql ? EVIL : COMMENT, at, end);
  return end;
}

/** `\N` is NULL to MySQL. */
function readBackslash(text: string, at: number, token: SqlToken): number {
  if (text.charCodeAt(at + 1) !== 0x4e) return readItself(text, at, token);
  token.set(NUMBER, at, at + 2);
  return at + 2;
}
