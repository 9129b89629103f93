import { isDottedWord } from './sql-dotted-word.ts';
import { isFalsePositive, type SqlReading } from './sql-false-positive.ts';
import { SqlFolder } from './sql-folder.ts';
import { type SqlContext, SqlLexer } from './sql-lexer.ts';
import { appendType, BARE_WORD, COMMENT, EVIL, letterOf } from './sql-type.ts';
import { isKnownFingerprint } from './sql-words.ts';

/** Whether text would change the meaning of a query that it is put into. */
export interface SqliVerdict {
  readonly isSqli: boolean;
  /** Types of the folded tokens in the context where injection was found, at most five letters; else empty. */
  readonly fingerprint: string;
}

const HARMLESS: SqliVerdict = { isSqli: false, fingerprint: '' };
const BACKTICK = 0x60;
const EVIL_FINGERPRINT = appendType(0, EVIL);

/** A context in both dialects: that of most databases first. */
type Dialects = readonly [SqlContext, SqlContext];

const OUTSIDE: Dialects = [
  { quote: '', dialect: 'ansi' },
  { quote: '', dialect: 'mysql' },
];
const SINGLE_QUOTED: Dialects = [
  { quote: "'", dialect: 'ansi' },
  { quote: "'", dialect: 'mysql' },
];
/** A value inside double quotes is a string to MySQL alone. */
const DOUBLE_QUOTED: SqlContext = { quote: '"', dialect: 'mysql' };

/** Places of the tokens under folding; nothing in it outlives a call of `detectSqli`. */
const FOLDER = new SqlFolder();

/**
 * Decides whether a value would change the SQL statement that it is put into, by the published method of
 * libinjection (Galbreath, "libinjection: new techniques in detecting SQLi attacks", 2012): the value is read as
 * SQL outside of a string and inside of one, folded to at most five tokens, and their types are looked up.
 * `text` is bytes as a latin1 string.
 */
export function detectSqli(text: string): SqliVerdict {
  return isDottedWord(text) ? HARMLESS : detectSqliInTokens(text);
}

/** How far a text is read: `endsEarly` where nothing that may follow can make it an injection. */
interface ReadingExtent {
  readonly endsEarly: boolean;
}

const QUICK: ReadingExtent = { endsEarly: true };

/**
 * The same without the short cut for single words, and, where that is said, without those for texts that begin as no
 * injection does, so that tests can hold them against each other.
 */
export function detectSqliInTokens(text: string, extent: ReadingExtent = QUICK): SqliVerdict {
  const plain = readBothDialects(text, OUTSIDE, extent);
  if (plain.isSqli) return plain;
  if (text.includes("'")) {
    const quoted = readBothDialects(text, SINGLE_QUOTED, extent);
    if (quoted.isSqli) return quoted;
  }
  if (!text.includes('"')) return HARMLESS;
  return judge(new SqlLexer(text, DOUBLE_QUOTED), extent);
}

/** Reads a text in one context, and again as MySQL where that makes a difference. */
function readBothDialects(text: string, [ansi, mysql]: Dialects, extent: ReadingExtent): SqliVerdict {
  const lexer = new SqlLexer(text, ansi);
  const verdict = judge(lexer, extent);
  // What MySQL reads differently comes behind where the reading ended, if no comment was met before.
  return verdict.isSqli || !lexer.hasDialectComment ? verdict : judge(new SqlLexer(text, mysql), extent);
}

function judge(lexer: SqlLexer, extent: ReadingExtent): SqliVerdict {
  FOLDER.fold(lexer, extent);
  if (FOLDER.isDeadEnd) return HARMLESS;
  const { tokens, count, text } = FOLDER;
  markTrailingBacktick(FOLDER);
  let fingerprint = 0;
  let isEvil = false;
  for (let at = 0; at < count; at += 1) {
    const { type } = FOLDER.at(at);
    fingerprint = appendType(fingerprint, type);
    isEvil ||= type === EVIL;
  }
  // What databases read differently stands for itself: the rest cannot be trusted.
  if (isEvil) return { isSqli: isKnownFingerprint(EVIL_FINGERPRINT), fingerprint: 'X' };
  if (!isKnownFingerprint(fingerprint)) return HARMLESS;
  const reading: SqlReading = { text, tokens, count, fingerprint, tokenCount: lexer.tokenCount };
  return isFalsePositive(reading) ? HARMLESS : { isSqli: true, fingerprint: lettersOf(FOLDER) };
}

/** Types of the tokens that folding left, as letters. */
export function lettersOf(folder: SqlFolder): string {
  let letters = '';
  for (let at = 0; at < folder.count; at += 1) letters += letterOf(folder.at(at).type);
  return letters;
}

/** MySQL takes an open, empty backtick at the end for a comment when PHP passes it. */
function markTrailingBacktick(folder: SqlFolder): void {
  if (folder.count < 3) return;
  const last = folder.at(folder.count - 1);
  if (last.type === BARE_WORD && last.open === BACKTICK && last.size === 0 && last.close === 0)
    last.type = COMMENT;
}
