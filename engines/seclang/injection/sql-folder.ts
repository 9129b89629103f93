import { isDeadFirst, isDeadPair, mayBeEvil } from './sql-dead-end.ts';
import type { SqlLexer } from './sql-lexer.ts';
import { foldPair } from './sql-pair-rules.ts';
import { isUnaryOperator, SqlToken } from './sql-token.ts';
import { foldTriple } from './sql-triple-rules.ts';
import { appendType, COMMENT, DATA_TYPE, OPENING, packTypes } from './sql-type.ts';

/** Tokens that a fingerprint has at most. */
export const FINGERPRINT_LENGTH = 5;

const FIVE_AS_ONE: ReadonlySet<number> = new Set(
  ['1o(1)', '1,(1)', 'no(n)', 'no(1)', '1),(1', 'n)o(n'].map(packTypes),
);

/** What a rule of folding asks for next: look again from `left`, go on to longer stretches, or stop with what is settled. */
export type FoldStep = 'again' | 'on' | 'stop';

/**
 * Tokens under folding. Those before `left` are settled; those from it on are looked at in pairs and triples. The
 * places are filled again and again, so that folding makes no objects; what `fold` leaves holds until the next one.
 */
export class SqlFolder {
  /** Text that the tokens stand in. */
  text = '';
  /** Places; the first `count` are tokens. */
  readonly tokens: SqlToken[] = Array.from({ length: FINGERPRINT_LENGTH + 2 }, () => new SqlToken());
  count = 0;
  left = 0;
  /** The last comment, as long as nothing follows it. */
  #comment = new SqlToken();
  #hasComment = false;
  #done = false;
  #endsEarly = false;
  /** Whether folding ended early, as no fingerprint begins with what is settled; then `count` is 0. */
  isDeadEnd = false;

  /** The token at a place that is filled. */
  at(place: number): SqlToken {
    return this.tokens[place] as SqlToken;
  }

  /**
   * Reads tokens and takes out those that make no difference to what a statement is, until five are settled.
   * Leaves at most five; a comment that ends the text is put back. `endsEarly`: nothing but known fingerprints is
   * asked for, so that reading may end where there can be none.
   */
  fold(lexer: SqlLexer, { endsEarly }: { readonly endsEarly: boolean }): void {
    this.text = lexer.text;
    this.count = 0;
    this.left = 0;
    this.#hasComment = false;
    this.#done = false;
    this.#endsEarly = endsEarly;
    this.isDeadEnd = false;
    if (!this.#readFirst(lexer)) return;
    for (;;) {
      if (this.count >= FINGERPRINT_LENGTH) this.#collapseFive();
      if (this.#done || this.left >= FINGERPRINT_LENGTH) break;
      if (this.#foldOnce(lexer) === 'stop') {
        this.count = this.left;
        return;
      }
    }
    if (this.count > FINGERPRINT_LENGTH) this.count = FINGERPRINT_LENGTH;
    if (this.count < FINGERPRINT_LENGTH && this.#hasComment) {
      this.#swapComment();
      this.count += 1;
    }
  }

  /** Takes one token out. */
  remove(place: number): void {
    const removed = this.at(place);
    for (let at = place; at < this.count - 1; at += 1) this.tokens[at] = this.at(at + 1);
    this.count -= 1;
    this.tokens[this.count] = removed;
  }

  /** Leading comments, opening parentheses, types and signs say nothing. */
  #readFirst(lexer: SqlLexer): boolean {
    const token = this.at(0);
    let found = lexer.read(token);
    while (found && ((token.type & (COMMENT | OPENING | DATA_TYPE)) !== 0 || isUnaryOperator(token)))
      found = lexer.read(token);
    this.count = found ? 1 : 0;
    if (!found || !this.#endsEarly || !isDeadFirst(token) || mayBeEvil(this.text)) return found;
    this.isDeadEnd = true;
    this.count = 0;
    return false;
  }

  #foldOnce(lexer: SqlLexer): FoldStep {
    if (!this.#fill(lexer, 2)) {
      this.left = this.count;
      return 'again';
    }
    const step = foldPair(this);
    if (step !== 'on') return step;
    if (this.left === 0 && this.#endsEarly && isDeadPair(this.at(0), this.at(1)) && !mayBeEvil(this.text)) {
      this.isDeadEnd = true;
      return 'stop';
    }
    if (!this.#fill(lexer, 3)) {
      this.left = this.count;
      return 'again';
    }
    if (foldTriple(this)) return 'again';
    this.left += 1;
    return 'again';
  }

  /** Reads until `wanted` tokens stand from `left` on, or the text ends, or one more than fits was read. */
  #fill(lexer: SqlLexer, wanted: number): boolean {
    while (!this.#done && this.count <= FINGERPRINT_LENGTH && this.count - this.left < wanted) {
      const token = this.at(this.count);
      if (!lexer.read(token)) this.#done = true;
      else if (token.type === COMMENT) {
        this.#swapComment();
        this.#hasComment = true;
      } else {
        this.#hasComment = false;
        this.count += 1;
      }
    }
    return this.count - this.left >= wanted;
  }

  /** Exchanges the remembered comment and the place behind the last token. */
  #swapComment(): void {
    const comment = this.#comment;
    this.#comment = this.at(this.count);
    this.tokens[this.count] = comment;
  }

  /** Arithmetic that fills all five places, such as `1,(2)`, counts as its first token. */
  #collapseFive(): void {
    let types = 0;
    for (let at = 0; at < FINGERPRINT_LENGTH; at += 1) types = appendType(types, this.at(at).type);
    if (!FIVE_AS_ONE.has(types)) return;
    for (let folded = 1; folded < FINGERPRINT_LENGTH; folded += 1) this.remove(1);
    this.left = 0;
  }
}
