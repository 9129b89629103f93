import { membersOf } from './byte-members.ts';
import type { SqlToken } from './sql-token.ts';
import { BARE_WORD } from './sql-type.ts';
import { findWord, hashByte, IS_NOT, LONGEST_WORD, NO_WORD, roleOf, typeOfWord } from './sql-words.ts';

/**
 * Reads one lexeme of `text` at `at` into `token` and gives the offset behind it; never looks at what stands before.
 * The token's type is left 0 where there is none.
 */
export type SqlReader = (text: string, at: number, token: SqlToken) => number;

const WORD_STOPS = membersOf(' []{}<>:\\?=@!#~+-*/&|^%(),\';\t\n\v\f\r"\xa0\0');
const POINT = 0x2e;
const BACKTICK = 0x60;

/** Reads a word; what stands before a `.` or a backtick is split off where it has a meaning of its own. */
export function readWord(text: string, at: number, token: SqlToken): number {
  let end = at;
  let hash = 0;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (WORD_STOPS[code] === 1) break;
    if ((code === POINT || code === BACKTICK) && end - at < LONGEST_WORD) {
      const head = findWord(text, at, end, hash);
      const type = typeOfWord(head);
      if (type !== 0 && type !== BARE_WORD) return takeWord(token, head, at, end);
    }
    hash = hashByte(hash, code);
  }
  const word = end - at <= LONGEST_WORD ? findWord(text, at, end, hash) : NO_WORD;
  return takeWord(token, word, at, end);
}

function takeWord(token: SqlToken, word: number, at: number, end: number): number {
  token.set(typeOfWord(word) || BARE_WORD, at, end);
  token.word = word;
  token.isSign = (roleOf(word) & IS_NOT) !== 0;
  return end;
}

/** `[name]` (Transact-SQL). */
export function readBracketedWord(text: string, at: number, token: SqlToken): number {
  const close = text.indexOf(']', at);
  const end = close === -1 ? text.length : close + 1;
  token.set(BARE_WORD, at, end);
  return end;
}
