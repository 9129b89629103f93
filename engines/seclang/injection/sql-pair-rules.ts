import type { FoldState, FoldStep } from './sql-folder.ts';
import { isArithmeticOperator, isUnaryOperator, isWord, type SqlToken, sqlToken } from './sql-token.ts';
import { typeOfWord } from './sql-words.ts';

/** Two neighbouring tokens and what becomes of them. The first rule that matches is the only one tried. */
interface PairRule {
  matches(a: SqlToken, b: SqlToken): boolean;
  fold(state: FoldState, a: SqlToken, b: SqlToken): FoldStep;
}

/** Names of columns in some dialects, and functions when a parenthesis follows. */
const FUNCTION_NAMES = [
  'USER_ID',
  'USER_NAME',
  'DATABASE',
  'PASSWORD',
  'USER',
  'CURRENT_USER',
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'LOCALTIME',
  'LOCALTIMESTAMP',
];

/** Rules over two neighbouring tokens, tried in this order; the first that matches folds. */
export const PAIR_RULES: readonly PairRule[] = [
  // Neighbouring strings are one string; empty statements are one.
  { matches: (a, b) => a.type === 's' && b.type === 's', fold: dropSecond },
  { matches: (a, b) => a.type === ';' && b.type === ';', fold: dropSecond },
  {
    matches: (a, b) => isAny(a, 'o&') && (isUnaryOperator(b) || b.type === 't'),
    fold: dropSecondAndRestart,
  },
  { matches: (a, b) => a.type === '(' && isUnaryOperator(b), fold: dropSecondAndStepBack },
  { matches: (a, b) => mergeWords(a, b) !== null, fold: merge },
  {
    // IF is a function, but starts a statement in Transact-SQL.
    matches: (a, b) => a.type === ';' && b.type === 'f' && /^if/i.test(b.text),
    fold: (state, _, b) => {
      state.tokens[state.left + 1] = { ...b, type: 'T' };
      return 'again';
    },
  },
  {
    matches: (a, b) => isAny(a, 'nv') && b.type === '(' && isWord(a, ...FUNCTION_NAMES),
    fold: (state, a) => replaceFirst(state, { ...a, type: 'f' }, 'again'),
  },
  {
    // `IN (` compares; elsewhere IN is part of phrases such as IN BOOLEAN MODE.
    matches: (a) => a.type === 'k' && isWord(a, 'IN', 'NOT IN'),
    fold: (state, a, b) => replaceFirst(state, { ...a, type: b.type === '(' ? 'o' : 'n' }, 'again'),
  },
  {
    matches: (a) => a.type === 'o' && isWord(a, 'LIKE', 'NOT LIKE'),
    fold: (state, a, b) => replaceFirst(state, { ...a, type: b.type === '(' ? 'f' : 'o' }, 'on'),
  },
  { matches: (a, b) => a.type === 't' && isAny(b, 'n1t(fvs'), fold: dropFirst },
  {
    // Names of collations have an underscore, and are many.
    matches: (a, b) => a.type === 'A' && b.type === 'n',
    fold: (state, _, b) => {
      if (!b.text.includes('_')) return 'on';
      state.tokens[state.left + 1] = { ...b, type: 't' };
      state.left = 0;
      return 'on';
    },
  },
  {
    // Transact-SQL reads `\%1` as `0 % 1`, and a backslash before anything else not at all.
    matches: (a) => a.type === '\\',
    fold: (state, a, b) => {
      if (!isArithmeticOperator(b)) return dropFirst(state);
      replaceFirst(state, { ...a, type: '1' }, 'again');
      state.left = 0;
      return 'again';
    },
  },
  {
    matches: (a, b) => a.type === b.type && isAny(a, '()'),
    fold: dropSecondAndRestart,
  },
  { matches: (a, b) => a.type === '{' && b.type === 'n', fold: openOdbcEscape },
  { matches: (_, b) => b.type === '}', fold: dropSecondAndRestart },
];

function isAny(token: SqlToken, types: string): boolean {
  return types.includes(token.type);
}

function dropSecond(state: FoldState): FoldStep {
  state.tokens.pop();
  return 'again';
}

function dropSecondAndRestart(state: FoldState): FoldStep {
  state.tokens.pop();
  state.left = 0;
  return 'again';
}

function dropSecondAndStepBack(state: FoldState): FoldStep {
  state.tokens.pop();
  if (state.left > 0) state.left -= 1;
  return 'again';
}

function dropFirst(state: FoldState): FoldStep {
  state.tokens.splice(state.left, 1);
  state.left = 0;
  return 'again';
}

function replaceFirst(state: FoldState, token: SqlToken, step: FoldStep): FoldStep {
  state.tokens[state.left] = token;
  return step;
}

/** Words that mean something of their own together, such as UNION ALL; null where they do not. */
function mergeWords(a: SqlToken, b: SqlToken): SqlToken | null {
  if (!isAny(a, 'knoUfETt') || !isAny(b, 'knoUfETt&')) return null;
  const text = `${a.text} ${b.text}`;
  const type = typeOfWord(text);
  return type === undefined ? null : sqlToken(type, text);
}

function merge(state: FoldState, a: SqlToken, b: SqlToken): FoldStep {
  state.tokens[state.left] = mergeWords(a, b) ?? a;
  return dropSecondAndStepBack(state);
}

/** `{name expression}` (ODBC) is the expression; without a name it is nothing that a database takes. */
function openOdbcEscape(state: FoldState, _: SqlToken, b: SqlToken): FoldStep {
  if (b.text === '') {
    state.tokens[state.left + 1] = { ...b, type: 'X' };
    state.left += 2;
    return 'stop';
  }
  state.tokens.length -= 2;
  state.left = 0;
  return 'again';
}
