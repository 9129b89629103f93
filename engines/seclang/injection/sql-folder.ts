import type { SqlLexer } from './sql-lexer.ts';
import { PAIR_RULES } from './sql-pair-rules.ts';
import { isUnaryOperator, type SqlToken } from './sql-token.ts';
import { TRIPLE_RULES } from './sql-triple-rules.ts';

/** Tokens that a fingerprint has at most. */
export const FINGERPRINT_LENGTH = 5;

/**
 * Tokens under folding: those before `left` are settled, those from it on are looked at in pairs and triples.
 * Rules change both in place.
 */
export interface FoldState {
  readonly tokens: SqlToken[];
  left: number;
}

/** What a rule of folding asks for next: look again from `left`, go on to longer stretches, or stop with what is settled. */
export type FoldStep = 'again' | 'on' | 'stop';

/**
 * Reads tokens and takes out those that make no difference to what a statement is, until five are settled.
 * Returns at most five tokens; a comment that ends the text is put back.
 */
export function foldTokens(lexer: SqlLexer): readonly SqlToken[] {
  const first = firstMeaningful(lexer);
  if (first === null) return [];
  const state: FoldState = { tokens: [first], left: 0 };
  const input = new FoldInput(lexer);
  for (;;) {
    if (state.tokens.length >= FINGERPRINT_LENGTH) collapseFive(state);
    if (input.done || state.left >= FINGERPRINT_LENGTH) break;
    const step = foldOnce(state, input);
    if (step === 'stop') return state.tokens.slice(0, state.left);
  }
  const settled = state.tokens.slice(0, FINGERPRINT_LENGTH);
  if (settled.length < FINGERPRINT_LENGTH && input.lastComment !== null) settled.push(input.lastComment);
  return settled;
}

/** Leading comments, opening parentheses, types and signs say nothing. */
function firstMeaningful(lexer: SqlLexer): SqlToken | null {
  let token = lexer.next();
  while (token !== null && (/^[c(t]$/.test(token.type) || isUnaryOperator(token))) token = lexer.next();
  return token;
}

/** Feeds the fold; comments are left out, but the last one is remembered while nothing follows it. */
class FoldInput {
  readonly #lexer: SqlLexer;
  done = false;
  lastComment: SqlToken | null = null;

  constructor(lexer: SqlLexer) {
    this.#lexer = lexer;
  }

  /** Reads until `count` tokens stand from `left` on, or the text ends, or one more than fits was read. */
  fill(state: FoldState, count: number): boolean {
    const { tokens, left } = state;
    while (!this.done && tokens.length <= FINGERPRINT_LENGTH && tokens.length - left < count) {
      const token = this.#lexer.next();
      if (token === null) this.done = true;
      else if (token.type === 'c') this.lastComment = token;
      else {
        this.lastComment = null;
        tokens.push(token);
      }
    }
    return tokens.length - left >= count;
  }
}

function foldOnce(state: FoldState, input: FoldInput): FoldStep {
  if (!input.fill(state, 2)) {
    state.left = state.tokens.length;
    return 'again';
  }
  const pairStep = applyPairRules(state);
  if (pairStep !== 'on') return pairStep;
  if (!input.fill(state, 3)) {
    state.left = state.tokens.length;
    return 'again';
  }
  if (applyTripleRules(state)) return 'again';
  state.left += 1;
  return 'again';
}

function applyPairRules(state: FoldState): FoldStep {
  const [a, b] = state.tokens.slice(state.left);
  if (a === undefined || b === undefined) return 'on';
  for (const rule of PAIR_RULES) if (rule.matches(a, b)) return rule.fold(state, a, b);
  return 'on';
}

function applyTripleRules(state: FoldState): boolean {
  const [a, b, c] = state.tokens.slice(state.left);
  if (a === undefined || b === undefined || c === undefined) return false;
  const rule = TRIPLE_RULES.find((candidate) => candidate.matches(a, b, c));
  return rule?.fold(state) ?? false;
}

const FIVE_AS_ONE = /^(?:1[o,]\(1\)|no\([n1]\)|1\),\(1|n\)o\(n)/;

/** Arithmetic that fills all five places, such as `1,(2)`, counts as its first token. */
function collapseFive(state: FoldState): void {
  const types = state.tokens.map((token) => token.type).join('');
  if (!FIVE_AS_ONE.test(types)) return;
  state.tokens.splice(1, FINGERPRINT_LENGTH - 1);
  state.left = 0;
}
