import { findStop, membersOf, type SqlLexeme } from './sql-lexeme.ts';
import { sqlToken } from './sql-token.ts';
import { typeOfWord } from './sql-words.ts';

const WORD_STOPS = membersOf(' []{}<>:\\?=@!#~+-*/&|^%(),\';\t\n\v\f\r"\u00a0\0');

/** Longer words are in no table. */
const KNOWN_WORD_LIMIT = 31;

/** Reads a word; what stands before a `.` or a backtick is split off where it has a meaning of its own. */
export function readWord(text: string, at: number): SqlLexeme {
  const end = findStop(text, at, WORD_STOPS);
  const word = text.slice(at, end);
  const head = word.slice(0, KNOWN_WORD_LIMIT);
  for (let length = 0; length < head.length; length += 1) {
    if (head[length] !== '.' && head[length] !== '`') continue;
    const type = typeOfWord(head.slice(0, length));
    if (type !== undefined && type !== 'n') {
      return { token: sqlToken(type, head.slice(0, length)), end: at + length };
    }
  }
  const type = word.length <= KNOWN_WORD_LIMIT ? typeOfWord(word) : undefined;
  return { token: sqlToken(type ?? 'n', word), end };
}

/** `[name]` (Transact-SQL). */
export function readBracketedWord(text: string, at: number): SqlLexeme {
  const close = text.indexOf(']', at);
  const end = close === -1 ? text.length : close + 1;
  return { token: sqlToken('n', text.slice(at, end)), end };
}
