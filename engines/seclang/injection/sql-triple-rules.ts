import type { FoldState } from './sql-folder.ts';
import { isUnaryOperator, isWord, type SqlToken } from './sql-token.ts';

/** Three neighbouring tokens; `fold` says whether to look again from the start of the open stretch. */
interface TripleRule {
  matches(a: SqlToken, b: SqlToken, c: SqlToken): boolean;
  fold(state: FoldState): boolean;
}

/** In the order of precedence; only the first that matches is tried. */
export const TRIPLE_RULES: readonly TripleRule[] = [
  { matches: types('1', 'o', '1'), fold: keepFirst },
  { matches: (a, b, c) => a.type === 'o' && b.type !== '(' && c.type === 'o', fold: keepFirst },
  { matches: (a, _, c) => a.type === '&' && c.type === '&', fold: keepFirst },
  { matches: types('v', 'o', 'v1n'), fold: keepFirst },
  { matches: types('n1', 'o', '1n'), fold: keepFirst },
  {
    // PostgreSQL's cast.
    matches: (a, b, c) => types('n1vs', 'o', 't')(a, b, c) && b.text === '::',
    fold: keepFirst,
  },
  { matches: types('n1sv', ',', '1nsv'), fold: keepFirst },
  { matches: signed('EB,', '('), fold: dropSign },
  { matches: signed('kEB', '1nvsf'), fold: dropSign },
  { matches: signed(',', '1nvs'), fold: dropAll },
  { matches: signed(',', 'f'), fold: dropSign },
  { matches: types('n', '.', 'n'), fold: keepFirst },
  { matches: types('E', '.', 'n'), fold: dropSign },
  {
    // USER(name) is no function: USER takes no argument.
    matches: (a, b, c) => a.type === 'f' && b.type === '(' && c.type !== ')' && isWord(a, 'USER'),
    fold: (state) => {
      const first = state.tokens[state.left];
      if (first !== undefined) state.tokens[state.left] = { ...first, type: 'n' };
      return false;
    },
  },
];

function types(first: string, second: string, third: string): TripleRule['matches'] {
  return (a, b, c) => first.includes(a.type) && second.includes(b.type) && third.includes(c.type);
}

function signed(first: string, third: string): TripleRule['matches'] {
  return (a, b, c) => first.includes(a.type) && isUnaryOperator(b) && third.includes(c.type);
}

function keepFirst(state: FoldState): boolean {
  state.tokens.length -= 2;
  state.left = 0;
  return true;
}

/** Takes the middle token out: a sign, or a point. */
function dropSign(state: FoldState): boolean {
  state.tokens.splice(state.left + 1, 1);
  state.left = 0;
  return true;
}

/** `1,-1` is `1`: the comma goes with the signed value. */
function dropAll(state: FoldState): boolean {
  state.tokens.length -= 3;
  state.left = 0;
  return true;
}
