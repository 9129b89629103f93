import { BARE_WORD, OPERATOR } from './sql-type.ts';
import { NO_WORD, wordText } from './sql-words.ts';

/** Most bytes of a token that count. */
export const TOKEN_BYTES = 31;

/**
 * A token of SQL. It is a place to read into, used again and again: reading a value makes no objects. Positions are
 * those in the text that is read; quotes are bytes, 0 where there is none.
 */
export class SqlToken {
  /** One of the types of `sql-type.ts`. */
  type = BARE_WORD;
  /** Where the text of the token begins, behind its quote, and how long it is, at most `TOKEN_BYTES`. */
  start = 0;
  size = 0;
  /** Number of the word or phrase in the tables, or `NO_WORD`. */
  word = NO_WORD;
  /** The token was put together of two and is the phrase `word`; it stands nowhere in the text. */
  isPhrase = false;
  open = 0;
  close = 0;
  /** `@` signs before a variable. */
  signs = 0;
  /** An operator that may stand before an operand: a sign, `!`, `~`, `NOT`. */
  isSign = false;
  /** An operator that takes a number on either side. */
  isArithmetic = false;

  /** Makes it a token that is nothing but a stretch of the text. */
  set(type: number, start: number, end: number): void {
    this.type = type;
    this.start = start;
    this.size = Math.min(end - start, TOKEN_BYTES);
    this.word = NO_WORD;
    this.isPhrase = false;
    this.open = 0;
    this.close = 0;
    this.signs = 0;
    this.isSign = false;
    this.isArithmetic = false;
  }
}

/** May stand before an operand. */
export function isUnaryOperator(token: SqlToken): boolean {
  return token.isSign && token.type === OPERATOR;
}

/** The token as it is written in `text`, without quotes; phrases in upper case. */
export function textOfToken(token: SqlToken, text: string): string {
  return token.isPhrase ? wordText(token.word) : text.slice(token.start, token.start + token.size);
}
