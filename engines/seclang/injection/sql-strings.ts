import { type Members, membersOf, type SqlLexeme, skipMembers } from './sql-lexeme.ts';
import { sqlToken } from './sql-token.ts';
import { readWord } from './sql-word-reader.ts';

const BINARY_DIGITS = membersOf('01');
const HEX_DIGITS = membersOf('0123456789abcdefABCDEF');
const MONEY = membersOf('0123456789.,');
const LETTERS = membersOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ');

/**
 * Reads a string from `from` (behind its quote) to the closing quote; a quote after an odd number of
 * backslashes, and two quotes in a row, do not close it. `open` is empty where the quote is only imagined.
 */
export function readQuoted(
  text: string,
  from: number,
  { quote, open }: { readonly quote: string; readonly open: string },
): SqlLexeme {
  let end = text.indexOf(quote, from);
  while (end !== -1) {
    if (isEscaped(text, from, end)) end = text.indexOf(quote, end + 1);
    else if (text.charAt(end + 1) === quote) end = text.indexOf(quote, end + 2);
    else return { token: sqlToken('s', text.slice(from, end), { open, close: quote }), end: end + 1 };
  }
  return { token: sqlToken('s', text.slice(from), { open }), end: text.length };
}

function isEscaped(text: string, from: number, at: number): boolean {
  let first = at;
  while (first > from && text.charAt(first - 1) === '\\') first -= 1;
  return (at - first) % 2 === 1;
}

/** A string that opens at `at` with the quote that stands there. */
export function readString(text: string, at: number): SqlLexeme {
  const quote = text.charAt(at);
  return readQuoted(text, at + 1, { quote, open: quote });
}

/** `E'…'` (PostgreSQL) and `N'…'` (national characters). */
export function readPrefixedString(text: string, at: number): SqlLexeme {
  if (at + 2 >= text.length || text.charAt(at + 1) !== "'") return readWord(text, at);
  return readQuoted(text, at + 2, { quote: "'", open: "'" });
}

/** `U&'…'` (SQL-92 Unicode strings). */
export function readUnicodeString(text: string, at: number): SqlLexeme {
  if (!text.startsWith("&'", at + 1)) return readWord(text, at);
  const { token, end } = readString(text, at + 2);
  if (token === null) return { token, end };
  return { token: { ...token, open: 'u', close: token.close === "'" ? 'u' : token.close }, end };
}

/** `q'[…]'` (Oracle): the byte behind the quote chooses the end. */
export function readOracleString(text: string, at: number): SqlLexeme {
  return readOracleFrom(text, at, at);
}

/** `nq'[…]'` and `n'…'`. */
export function readNationalString(text: string, at: number): SqlLexeme {
  if (at + 2 < text.length && text.charAt(at + 1) === "'") return readPrefixedString(text, at);
  return readOracleFrom(text, at, at + 1);
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

function readOracleFrom(text: string, start: number, q: number): SqlLexeme {
  const isString = /^[qQ]'$/.test(text.slice(q, q + 2)) && q + 2 < text.length;
  const opening = text.charAt(q + 2);
  if (!isString || opening < '!') return readWord(text, start);
  const from = q + 3;
  const end = text.indexOf(`${CLOSING[opening] ?? opening}'`, from);
  if (end === -1) return { token: sqlToken('s', text.slice(from), { open: 'q' }), end: text.length };
  return { token: sqlToken('s', text.slice(from, end), { open: 'q', close: 'q' }), end: end + 2 };
}

/** `b'0101'`. */
export function readBitString(text: string, at: number): SqlLexeme {
  return readDigitString(text, at, BINARY_DIGITS);
}

/** `x'1f'`. */
export function readHexString(text: string, at: number): SqlLexeme {
  return readDigitString(text, at, HEX_DIGITS);
}

function readDigitString(text: string, at: number, digits: Members): SqlLexeme {
  if (at + 2 >= text.length || text.charAt(at + 1) !== "'") return readWord(text, at);
  const end = skipMembers(text, at + 2, digits);
  if (text.charAt(end) !== "'") return readWord(text, at);
  return { token: sqlToken('1', text.slice(at, end + 1)), end: end + 1 };
}

/** `$1.50` is a number, `$$…$$` and `$tag$…$tag$` (PostgreSQL) are strings. */
export function readDollar(text: string, at: number): SqlLexeme {
  const afterDigits = skipMembers(text, at + 1, MONEY);
  if (afterDigits === at + 2 && text.charAt(at + 1) === '.') return readWord(text, at);
  if (afterDigits > at + 1) return { token: sqlToken('1', text.slice(at, afterDigits)), end: afterDigits };
  const tagEnd = skipMembers(text, at + 1, LETTERS);
  const tag = text.slice(at + 1, tagEnd);
  if (text.charAt(tagEnd) !== '$') return { token: sqlToken('n', '$'), end: at + 1 };
  const from = tagEnd + 1;
  const end = text.indexOf(`$${tag}$`, from);
  if (end === -1) return { token: sqlToken('s', text.slice(from), { open: '$' }), end: text.length };
  const token = sqlToken('s', text.slice(from, end), { open: '$', close: '$' });
  return { token, end: end + tag.length + 2 };
}
