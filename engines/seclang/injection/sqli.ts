import { isFalsePositive } from './sql-false-positive.ts';
import { foldTokens } from './sql-folder.ts';
import { type SqlContext, SqlLexer } from './sql-lexer.ts';
import type { SqlToken } from './sql-token.ts';
import { isKnownFingerprint } from './sql-words.ts';

/** Whether text would change the meaning of a query that it is put into. */
export interface SqliVerdict {
  readonly isSqli: boolean;
  /** Types of the folded tokens in the context where injection was found, at most five letters; else empty. */
  readonly fingerprint: string;
}

/** What folding left of a text in one context. */
export interface SqlReading {
  readonly text: string;
  readonly tokens: readonly SqlToken[];
  readonly fingerprint: string;
  /** Tokens read, before folding. */
  readonly tokenCount: number;
  readonly hasDialectComment: boolean;
}

/**
 * Decides whether a value would change the SQL statement that it is put into, by the published method of
 * libinjection (Galbreath, "libinjection: new techniques in detecting SQLi attacks", 2012): the value is read as
 * SQL outside of a string and inside of one, folded to at most five tokens, and their types are looked up.
 * `text` is bytes as a latin1 string.
 */
export function detectSqli(text: string): SqliVerdict {
  for (const quote of ['', "'", '"'] as const) {
    if (quote !== '' && !text.includes(quote)) continue;
    // A value inside double quotes is a string to MySQL alone.
    const first = readSql(text, { quote, dialect: quote === '"' ? 'mysql' : 'ansi' });
    if (isInjection(first)) return { isSqli: true, fingerprint: first.fingerprint };
    if (quote === '"' || !first.hasDialectComment) continue;
    const second = readSql(text, { quote, dialect: 'mysql' });
    if (isInjection(second)) return { isSqli: true, fingerprint: second.fingerprint };
  }
  return { isSqli: false, fingerprint: '' };
}

/** Reads and folds a text in one context. */
export function readSql(text: string, context: SqlContext): SqlReading {
  const lexer = new SqlLexer(text, context);
  const tokens = markTrailingBacktick(foldTokens(lexer));
  const types = tokens.map((token) => token.type).join('');
  const { tokenCount, hasDialectComment } = lexer;
  // What databases read differently stands for itself: the rest cannot be trusted.
  return { text, tokens, fingerprint: types.includes('X') ? 'X' : types, tokenCount, hasDialectComment };
}

/** MySQL takes an open, empty backtick at the end for a comment when PHP passes it. */
function markTrailingBacktick(tokens: readonly SqlToken[]): readonly SqlToken[] {
  const last = tokens.at(-1);
  const isComment =
    tokens.length > 2 && last?.type === 'n' && last.open === '`' && last.text === '' && last.close === '';
  return isComment ? [...tokens.slice(0, -1), { ...last, type: 'c' }] : tokens;
}

function isInjection(reading: SqlReading): boolean {
  return isKnownFingerprint(reading.fingerprint) && !isFalsePositive(reading);
}
