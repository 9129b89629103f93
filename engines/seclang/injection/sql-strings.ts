import { findStop, type Members, membersOf, skipMembers } from './byte-members.ts';
import type { SqlToken } from './sql-token.ts';
import { BARE_WORD, FUNCTION, NUMBER, STRING, VARIABLE } from './sql-type.ts';
import { readWord } from './sql-word-reader.ts';
import { typeOfWord, wordBetween } from './sql-words.ts';

const BINARY_DIGITS = membersOf('01');
const HEX_DIGITS = membersOf('0123456789abcdefABCDEF');
const MONEY = membersOf('0123456789.,');
const LETTERS = membersOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ');
const QUOTE = 0x27;
const DOLLAR = 0x24;

/**
 * Reads a string from `from` (behind its quote) to the closing quote; a quote after an odd number of
 * backslashes, and two quotes in a row, do not close it. The token's `open` stays 0.
 */
export function readQuoted(text: string, from: number, token: SqlToken, quote: string): number {
  const code = quote.charCodeAt(0);
  let end = text.indexOf(quote, from);
  while (end !== -1) {
    if (isEscaped(text, from, end)) end = text.indexOf(quote, end + 1);
    else if (text.charCodeAt(end + 1) === code) end = text.indexOf(quote, end + 2);
    else {
      token.set(STRING, from, end);
      token.close = code;
      return end + 1;
    }
  }
  token.set(STRING, from, text.length);
  return text.length;
}

function isEscaped(text: string, from: number, at: number): boolean {
  let first = at;
  while (first > from && text.charCodeAt(first - 1) === 0x5c) first -= 1;
  return (at - first) % 2 === 1;
}

/** A string that opens at `at` with the quote that stands there. */
export function readString(text: string, at: number, token: SqlToken): number {
  const quote = text.charAt(at);
  const end = readQuoted(text, at + 1, token, quote);
  token.open = quote.charCodeAt(0);
  return end;
}

/** A name in backticks (MySQL); that of a function is one. */
export function readBackticked(text: string, at: number, token: SqlToken): number {
  const end = readString(text, at, token);
  // What counts of a longer name is in no table either.
  token.word = wordBetween(text, token.start, token.start + token.size);
  token.type = typeOfWord(token.word) === FUNCTION ? FUNCTION : BARE_WORD;
  return end;
}

/** `E'…'` (PostgreSQL) and `N'…'` (national characters). */
export function readPrefixedString(text: string, at: number, token: SqlToken): number {
  if (at + 2 >= text.length || text.charCodeAt(at + 1) !== QUOTE) return readWord(text, at, token);
  const end = readQuoted(text, at + 2, token, "'");
  token.open = QUOTE;
  return end;
}

/** `U&'…'` (SQL-92 Unicode strings). */
export function readUnicodeString(text: string, at: number, token: SqlToken): number {
  if (text.charCodeAt(at + 1) !== 0x26 || text.charCodeAt(at + 2) !== QUOTE) return readWord(text, at, token);
  const end = readString(text, at + 2, token);
  token.open = text.charCodeAt(at) | 0x20;
  if (token.close === QUOTE) token.close = token.open;
  return end;
}

/** `q'[…]'` (Oracle): the byte behind the quote chooses the end. */
export function readOracleString(text: string, at: number, token: SqlToken): number {
  return readOracleFrom(text, at, token, at);
}

/** `nq'[…]'` and `n'…'`. */
export function readNationalString(text: string, at: number, token: SqlToken): number {
  if (at + 2 < text.length && text.charCodeAt(at + 1) === QUOTE) return readPrefixedString(text, at, token);
  return readOracleFrom(text, at, token, at + 1);
}

const CLOSINGS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

function readOracleFrom(text: string, at: number, token: SqlToken, q: number): number {
  const isString =
    (text.charCodeAt(q) | 0x20) === 0x71 && text.charCodeAt(q + 1) === QUOTE && q + 2 < text.length;
  const code = isString ? text.charCodeAt(q + 2) : 0;
  if (code < 0x21 || code > 0x7f) return readWord(text, at, token);
  const opening = text.charAt(q + 2);
  const close = text.indexOf(`${CLOSINGS[opening] ?? opening}'`, q + 3);
  token.set(STRING, q + 3, close === -1 ? text.length : close);
  token.open = 0x71;
  if (close === -1) return text.length;
  token.close = 0x71;
  return close + 2;
}

/** `b'0101'`. */
export function readBitString(text: string, at: number, token: SqlToken): number {
  return readDigitString(text, at, token, BINARY_DIGITS);
}

/** `x'1f'`. */
export function readHexString(text: string, at: number, token: SqlToken): number {
  return readDigitString(text, at, token, HEX_DIGITS);
}

function readDigitString(text: string, at: number, token: SqlToken, digits: Members): number {
  if (at + 2 >= text.length || text.charCodeAt(at + 1) !== QUOTE) return readWord(text, at, token);
  const end = skipMembers(text, at + 2, digits);
  if (text.charCodeAt(end) !== QUOTE) return readWord(text, at, token);
  token.set(NUMBER, at, end + 1);
  return end + 1;
}

/** `$1.50` is a number, `$$…$$` and `$tag$…$tag$` (PostgreSQL) are strings. */
export function readDollar(text: string, at: number, token: SqlToken): number {
  const afterDigits = skipMembers(text, at + 1, MONEY);
  if (afterDigits === at + 2 && text.charCodeAt(at + 1) === 0x2e) return readWord(text, at, token);
  if (afterDigits > at + 1) {
    token.set(NUMBER, at, afterDigits);
    return afterDigits;
  }
  const tagEnd = skipMembers(text, at + 1, LETTERS);
  if (text.charCodeAt(tagEnd) !== DOLLAR) {
    token.set(BARE_WORD, at, at + 1);
    return at + 1;
  }
  const close = text.indexOf(text.slice(at, tagEnd + 1), tagEnd + 1);
  token.set(STRING, tagEnd + 1, close === -1 ? text.length : close);
  token.open = DOLLAR;
  if (close === -1) return text.length;
  token.close = DOLLAR;
  return close + (tagEnd + 1 - at);
}

const VARIABLE_STOPS = membersOf(" <>:\\?=@!#~+-*/&|^%(),';\t\n\v\f\r'`\"");
const QUOTES = membersOf('`\'"');

/** `@name`, `@@name` and the same with a quoted name. */
export function readVariable(text: string, at: number, token: SqlToken): number {
  const signs = text.charCodeAt(at + 1) === 0x40 ? 2 : 1;
  const from = at + signs;
  let end = from;
  if (QUOTES[text.charCodeAt(from)] === 1) {
    end = readString(text, from, token);
    token.type = VARIABLE;
  } else {
    end = findStop(text, from, VARIABLE_STOPS);
    token.set(VARIABLE, from, end);
  }
  token.word = wordBetween(text, token.start, token.start + token.size);
  token.signs = signs;
  return end;
}
