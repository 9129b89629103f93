import type { SqlFolder } from './sql-folder.ts';
import { isUnaryOperator, type SqlToken } from './sql-token.ts';
import {
  BARE_WORD,
  CLOSING,
  COMMA,
  DATA_TYPE,
  EXPRESSION,
  FUNCTION,
  GROUP,
  KEYWORD,
  LOGIC,
  NUMBER,
  OPENING,
  OPERATOR,
  POINT,
  STRING,
  VARIABLE,
} from './sql-type.ts';
import { IS_USER, roleOf } from './sql-words.ts';

const VALUES = NUMBER | BARE_WORD | VARIABLE | STRING;

/**
 * Folds the three tokens from `left` on by the first rule that takes them; true when they are to be looked at again
 * from the start. The order of the rules matters.
 */
export function foldTriple(state: SqlFolder): boolean {
  const a = state.at(state.left);
  const b = state.at(state.left + 1);
  const c = state.at(state.left + 2);
  if (isOneValue(state.text, a, b, c)) return keepFirst(state);
  if (isUnaryOperator(b)) {
    const step = foldSign(state, a, c);
    if (step) return true;
  }
  if (b.type === POINT && c.type === BARE_WORD) {
    if (a.type === BARE_WORD) return keepFirst(state);
    if (a.type === EXPRESSION) return dropSecond(state);
  }
  // USER(name) is no function: USER takes no argument.
  if (a.type === FUNCTION && b.type === OPENING && c.type !== CLOSING && (roleOf(a.word) & IS_USER) !== 0)
    a.type = BARE_WORD;
  return false;
}

/** Arithmetic, lists, casts and repeated operators are what their first token is. */
function isOneValue(text: string, a: SqlToken, b: SqlToken, c: SqlToken): boolean {
  if (b.type === OPERATOR) {
    if ((a.type & NUMBER) !== 0 && c.type === NUMBER) return true;
    if (a.type === OPERATOR && c.type === OPERATOR) return true;
    if (a.type === VARIABLE && (c.type & (VARIABLE | NUMBER | BARE_WORD)) !== 0) return true;
    if ((a.type & (BARE_WORD | NUMBER)) !== 0 && (c.type & (BARE_WORD | NUMBER)) !== 0) return true;
    // PostgreSQL's cast.
    if ((a.type & VALUES) !== 0 && c.type === DATA_TYPE && b.size === 2 && text.startsWith('::', b.start))
      return true;
  }
  if (a.type === OPERATOR && b.type !== OPENING && c.type === OPERATOR) return true;
  if (a.type === LOGIC && c.type === LOGIC) return true;
  return b.type === COMMA && (a.type & VALUES) !== 0 && (c.type & VALUES) !== 0;
}

/** A sign between what takes an operand and the operand; false where there is none. */
function foldSign(state: SqlFolder, a: SqlToken, c: SqlToken): boolean {
  if ((a.type & (EXPRESSION | GROUP | COMMA)) !== 0 && c.type === OPENING) return dropSecond(state);
  if ((a.type & (KEYWORD | EXPRESSION | GROUP)) !== 0 && (c.type & (VALUES | FUNCTION)) !== 0)
    return dropSecond(state);
  if (a.type === COMMA && c.type === FUNCTION) return dropSecond(state);
  if (a.type !== COMMA || (c.type & VALUES) === 0) return false;
  // `1,-1` is `1`: the comma goes with the signed value.
  state.count -= 3;
  state.left = 0;
  return true;
}

function keepFirst(state: SqlFolder): boolean {
  state.count -= 2;
  state.left = 0;
  return true;
}

/** Takes the middle token out: a sign, or a point. */
function dropSecond(state: SqlFolder): boolean {
  state.remove(state.left + 1);
  state.left = 0;
  return true;
}
