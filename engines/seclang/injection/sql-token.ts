/**
 * Types of tokens, one letter each, as the fingerprints spell them:
 * `k` keyword, `U` union, `B` group by and the like, `E` begin of an expression (select), `t` data type,
 * `f` function, `n` bare word, `1` number, `v` variable, `s` string, `o` operator, `&` logical operator,
 * `c` comment, `A` collate, `T` Transact-SQL, `(` `)` `{` `}` `.` `,` `:` `;` `\` themselves,
 * `?` other, `X` what no reading of it agrees about.
 */
export type SqlTokenType = string;

/** A token of SQL; the `type` is one letter of the fingerprint. */
export interface SqlToken {
  readonly type: SqlTokenType;
  /** At most 31 bytes, without quotes. */
  readonly text: string;
  /** Quote before and behind it; empty where there is none. */
  readonly open: string;
  readonly close: string;
  /** `@` signs before a variable. */
  readonly signs: number;
}

const TEXT_LIMIT = 31;

/** A token; without quotes and signs unless given. */
export function sqlToken(
  type: SqlTokenType,
  text: string,
  quotes: { readonly open?: string; readonly close?: string; readonly signs?: number } = {},
): SqlToken {
  const { open = '', close = '', signs = 0 } = quotes;
  return { type, text: text.slice(0, TEXT_LIMIT), open, close, signs };
}

/** May stand before an operand: a sign, `!`, `~`, `NOT`. */
export function isUnaryOperator(token: SqlToken): boolean {
  return token.type === 'o' && /^(?:[-+!~]|!!|not)$/i.test(token.text);
}

/** Takes a number on either side. */
export function isArithmeticOperator(token: SqlToken): boolean {
  return token.type === 'o' && /^[-+*/%]$/.test(token.text);
}

/** Compares the text of a token with upper case words. */
export function isWord(token: SqlToken, ...words: readonly string[]): boolean {
  return words.includes(token.text.toUpperCase());
}
