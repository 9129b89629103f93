import { isSqlSpace, type Members, membersOf, type SqlLexeme, skipMembers } from './sql-lexeme.ts';
import { sqlToken } from './sql-token.ts';

const DIGITS = membersOf('0123456789');
const HEX_DIGITS = membersOf('0123456789abcdefABCDEF');
const BINARY_DIGITS = membersOf('01');

/** Reads `0x1F`, `0b01`, `12`, `1.5`, `.5`, `1e10`, `1.2f`; a lone point is a token of its own. */
export function readNumber(text: string, at: number): SqlLexeme {
  const radix = /^0[xXbB]/.test(text.slice(at, at + 2)) ? text.charAt(at + 1).toLowerCase() : '';
  if (radix !== '') return readRadix(text, at, radix === 'x' ? HEX_DIGITS : BINARY_DIGITS);
  let end = skipMembers(text, at, DIGITS);
  if (text.charAt(end) === '.') {
    end = skipMembers(text, end + 1, DIGITS);
    if (end === at + 1) return { token: sqlToken('.', '.'), end };
  }
  const hasExponentSign = /^[eE]$/.test(text.charAt(end));
  let hasExponent = false;
  if (hasExponentSign) {
    end += 1;
    if (/^[-+]$/.test(text.charAt(end))) end += 1;
    const exponent = end;
    end = skipMembers(text, end, DIGITS);
    hasExponent = end > exponent;
  }
  if (hasOracleSuffix(text, end)) end += 1;
  // `1.e` is a word to some databases.
  const type = hasExponentSign && !hasExponent ? 'n' : '1';
  return { token: sqlToken(type, text.slice(at, end)), end };
}

function readRadix(text: string, at: number, digits: Members): SqlLexeme {
  const end = skipMembers(text, at + 2, digits);
  return { token: sqlToken(end === at + 2 ? 'n' : '1', text.slice(at, end)), end };
}

/** `d` or `f` behind a number (Oracle) where the number ends there, or runs into UNION; `1FROM` has none. */
function hasOracleSuffix(text: string, at: number): boolean {
  if (!/^[dDfF]$/.test(text.charAt(at))) return false;
  const next = text.charAt(at + 1);
  return next === '' || isSqlSpace(next) || /^[;uU]$/.test(next);
}
