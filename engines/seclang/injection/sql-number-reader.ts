import { isSqlSpace, type Members, membersOf, skipMembers } from './byte-members.ts';
import type { SqlToken } from './sql-token.ts';
import { BARE_WORD, NUMBER, POINT } from './sql-type.ts';

const DIGITS = membersOf('0123456789');
const HEX_DIGITS = membersOf('0123456789abcdefABCDEF');
const BINARY_DIGITS = membersOf('01');
const RUNS_ON = membersOf(';uU');

/** Reads `0x1F`, `0b01`, `12`, `1.5`, `.5`, `1e10`, `1.2f`; a lone point is a token of its own. */
export function readNumber(text: string, at: number, token: SqlToken): number {
  if (text.charCodeAt(at) === 0x30) {
    const radix = text.charCodeAt(at + 1) | 0x20;
    if (radix === 0x78) return readRadix(text, at, token, HEX_DIGITS);
    if (radix === 0x62) return readRadix(text, at, token, BINARY_DIGITS);
  }
  let end = skipMembers(text, at, DIGITS);
  if (text.charCodeAt(end) === 0x2e) {
    end = skipMembers(text, end + 1, DIGITS);
    if (end === at + 1) {
      token.set(POINT, at, end);
      return end;
    }
  }
  // `1.e` is a word to some databases.
  let type = NUMBER;
  if ((text.charCodeAt(end) | 0x20) === 0x65) {
    end += 1;
    const sign = text.charCodeAt(end);
    if (sign === 0x2b || sign === 0x2d) end += 1;
    const exponent = end;
    end = skipMembers(text, end, DIGITS);
    if (end === exponent) type = BARE_WORD;
  }
  if (hasOracleSuffix(text, end)) end += 1;
  token.set(type, at, end);
  return end;
}

function readRadix(text: string, at: number, token: SqlToken, digits: Members): number {
  const end = skipMembers(text, at + 2, digits);
  token.set(end === at + 2 ? BARE_WORD : NUMBER, at, end);
  return end;
}

/** `d` or `f` behind a number (Oracle) where the number ends there, or runs into UNION; `1FROM` has none. */
function hasOracleSuffix(text: string, at: number): boolean {
  const suffix = text.charCodeAt(at) | 0x20;
  if (suffix !== 0x64 && suffix !== 0x66) return false;
  if (at + 1 >= text.length) return true;
  const next = text.charCodeAt(at + 1);
  return isSqlSpace(next) || RUNS_ON[next] === 1;
}
