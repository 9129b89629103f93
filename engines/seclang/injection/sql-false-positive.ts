import { type SqlToken, textOfToken } from './sql-token.ts';
import { COMMENT, KEYWORD, packTypes, UNION } from './sql-type.ts';

/** What folding left of a text in one context. */
export interface SqlReading {
  readonly text: string;
  readonly tokens: readonly SqlToken[];
  /** How many of `tokens` count. */
  readonly count: number;
  readonly fingerprint: number;
  /** Tokens read, before folding. */
  readonly tokenCount: number;
}

const SLASH = 0x2f;
const DASH = 0x2d;
const NAME_AND_COMMENT = packTypes('nc');
const NUMBER_AND_COMMENT = packTypes('1c');
/** Two strings joined, as in prose with apostrophes. */
const JOINED_STRINGS: ReadonlySet<number> = new Set(['sos', 's&s'].map(packTypes));
/** Fingerprints of three tokens that plain prose has too, unless something was folded. */
const PROSE: ReadonlySet<number> = new Set(['s&n', 'n&1', '1&1', '1&v', '1&s'].map(packTypes));

/** Whether a reading whose fingerprint is known is harmless all the same; the shorter, the more doubt. */
export function isFalsePositive(reading: SqlReading): boolean {
  const { count, text, tokens } = reading;
  const [first, second, third] = tokens;
  if (first === undefined || second === undefined || third === undefined) return false;
  const last = count === 2 ? second : third;
  // SQL Server leaves a statement that says sp_password out of its audit log.
  if (count > 1 && count < 4 && last.type === COMMENT && text.includes('sp_password')) return false;
  if (count === 2) return isHarmlessPair(reading, first, second);
  return count === 3 && isHarmlessTriple(reading, [first, second, third]);
}

function isHarmlessPair(
  { fingerprint, tokenCount, text }: SqlReading,
  first: SqlToken,
  second: SqlToken,
): boolean {
  if (second.type === UNION) return tokenCount === 2;
  const mark = second.size === 0 ? 0 : text.charCodeAt(second.start);
  if (mark === 0x23) return true;
  if (fingerprint === NAME_AND_COMMENT && mark !== SLASH) return true;
  if (fingerprint === NUMBER_AND_COMMENT && mark === SLASH) return false;
  if (fingerprint === NUMBER_AND_COMMENT) {
    // Folding speaks for SQL; else the comment must come right behind the number, as in `1--`, unlike base64 text.
    return tokenCount <= 2 && !isBeforeComment(text, first.size);
  }
  // People write `--` in prose; a probe ends with it.
  return second.size > 2 && mark === DASH;
}

/** White space or the mark of a comment; bytes above 7F count as white, as they are negative in the reference. */
function isBeforeComment(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code <= 32 || code >= 128 || text.startsWith('/*', at) || text.startsWith('--', at);
}

function isHarmlessTriple(
  { fingerprint, tokenCount, text }: SqlReading,
  [first, second, third]: readonly [SqlToken, SqlToken, SqlToken],
): boolean {
  if (JOINED_STRINGS.has(fingerprint)) {
    // `…foo' + 'bar…`: open at both ends, and closed by the same quote in the middle.
    return !(first.open === 0 && third.close === 0 && first.close === third.open);
  }
  if (PROSE.has(fingerprint)) return tokenCount === 3;
  // INTO OUTFILE and INTO DUMPFILE write files.
  return second.type === KEYWORD && !(second.size >= 5 && /^into/i.test(textOfToken(second, text)));
}
