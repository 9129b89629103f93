import type { FoldStep, SqlFolder } from './sql-folder.ts';
import { isUnaryOperator, type SqlToken } from './sql-token.ts';
import {
  BACKSLASH,
  BARE_WORD,
  CLOSING,
  CLOSING_BRACE,
  COLLATE,
  DATA_TYPE,
  EVIL,
  EXPRESSION,
  FUNCTION,
  KEYWORD,
  LOGIC,
  NUMBER,
  OPENING,
  OPENING_BRACE,
  OPERATOR,
  SEMICOLON,
  STRING,
  TRANSACT,
  UNION,
  VARIABLE,
} from './sql-type.ts';
import {
  IS_IF,
  IS_IN,
  IS_LIKE,
  MAY_BE_FUNCTION,
  NO_WORD,
  phraseOf,
  roleOf,
  typeOfWord,
  wordText,
} from './sql-words.ts';

/** Types that words of a phrase have: all but the last, and the last. */
const PHRASE_HEADS = KEYWORD | BARE_WORD | OPERATOR | UNION | FUNCTION | EXPRESSION | TRANSACT | DATA_TYPE;
const PHRASE_LASTS = PHRASE_HEADS | LOGIC;
const OPERANDS = BARE_WORD | NUMBER | DATA_TYPE | OPENING | FUNCTION | VARIABLE | STRING;

/**
 * Folds the two tokens from `left` on by the first rule that takes them; `on` where there is none, or where the
 * rule wants more tokens to be looked at. The order of the rules matters.
 */
export function foldPair(state: SqlFolder): FoldStep {
  const a = state.at(state.left);
  const b = state.at(state.left + 1);
  // Neighbouring strings are one string; empty statements are one.
  if (a.type === b.type && (a.type & (STRING | SEMICOLON)) !== 0) return dropLast(state, state.left);
  if ((a.type & (OPERATOR | LOGIC)) !== 0 && (isUnaryOperator(b) || b.type === DATA_TYPE))
    return dropLast(state, 0);
  if (a.type === OPENING && isUnaryOperator(b)) return dropLast(state, stepBack(state));
  if ((a.type & PHRASE_HEADS) !== 0 && (b.type & PHRASE_LASTS) !== 0 && joinPhrase(a, b))
    return dropLast(state, stepBack(state));
  return foldWord(state, a, b);
}

/** Rules about words whose meaning hangs on what follows. */
function foldWord(state: SqlFolder, a: SqlToken, b: SqlToken): FoldStep {
  // IF is a function, but starts a statement in Transact-SQL.
  if (a.type === SEMICOLON && b.type === FUNCTION && (roleOf(b.word) & IS_IF) !== 0) {
    b.type = TRANSACT;
    return 'again';
  }
  const role = roleOf(a.word);
  if ((a.type & (BARE_WORD | VARIABLE)) !== 0 && b.type === OPENING && (role & MAY_BE_FUNCTION) !== 0) {
    a.type = FUNCTION;
    return 'again';
  }
  // `IN (` compares; elsewhere IN is part of phrases such as IN BOOLEAN MODE.
  if (a.type === KEYWORD && (role & IS_IN) !== 0) {
    a.type = b.type === OPENING ? OPERATOR : BARE_WORD;
    return 'again';
  }
  if (a.type === OPERATOR && (role & IS_LIKE) !== 0) {
    a.type = b.type === OPENING ? FUNCTION : OPERATOR;
    return 'on';
  }
  if (a.type === DATA_TYPE && (b.type & OPERANDS) !== 0) return dropFirst(state);
  if (a.type === COLLATE && b.type === BARE_WORD) {
    // Names of collations have an underscore, and are many.
    if (!hasUnderscore(state.text, b)) return 'on';
    b.type = DATA_TYPE;
    state.left = 0;
    return 'on';
  }
  return foldPunctuation(state, a, b);
}

function foldPunctuation(state: SqlFolder, a: SqlToken, b: SqlToken): FoldStep {
  if (a.type === BACKSLASH) {
    // Transact-SQL reads `\%1` as `0 % 1`, and a backslash before anything else not at all.
    if (b.type !== OPERATOR || !b.isArithmetic) return dropFirst(state);
    a.type = NUMBER;
    state.left = 0;
    return 'again';
  }
  if (a.type === b.type && (a.type & (OPENING | CLOSING)) !== 0) return dropLast(state, 0);
  if (a.type === OPENING_BRACE && b.type === BARE_WORD) return openOdbcEscape(state, b);
  if (b.type === CLOSING_BRACE) return dropLast(state, 0);
  return 'on';
}

function stepBack({ left }: SqlFolder): number {
  return left > 0 ? left - 1 : 0;
}

/** Takes the last token out and looks again from `left`. */
function dropLast(state: SqlFolder, left: number): FoldStep {
  state.count -= 1;
  state.left = left;
  return 'again';
}

function dropFirst(state: SqlFolder): FoldStep {
  state.remove(state.left);
  state.left = 0;
  return 'again';
}

/** Makes `a` what two words mean together, such as UNION ALL; false where that is nothing. */
function joinPhrase(a: SqlToken, b: SqlToken): boolean {
  const phrase = phraseOf(a.word, b.word);
  const type = typeOfWord(phrase);
  if (phrase === NO_WORD || type === 0) return false;
  a.set(type, a.start, a.start + wordText(phrase).length);
  a.word = phrase;
  a.isPhrase = true;
  return true;
}

function hasUnderscore(text: string, { start, size }: SqlToken): boolean {
  return text.slice(start, start + size).includes('_');
}

/** `{name expression}` (ODBC) is the expression; without a name it is nothing that a database takes. */
function openOdbcEscape(state: SqlFolder, name: SqlToken): FoldStep {
  if (name.size === 0) {
    name.type = EVIL;
    state.left += 2;
    return 'stop';
  }
  state.count -= 2;
  state.left = 0;
  return 'again';
}
