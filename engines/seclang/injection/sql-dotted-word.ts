import { BARE_WORD } from './sql-type.ts';
import { findWord, hashByte, LONGEST_WORD, typeOfWord } from './sql-words.ts';
import wordsByType from './tables/sql-words.json' with { type: 'json' };

const POINT = 0x2e;

/** What stands in such a word: 1 for letters and `_`, which may begin it, 2 for digits and the point. */
const PARTS = new Uint8Array(256);
for (let code = 0x30; code <= 0x39; code += 1) PARTS[code] = 2;
for (let code = 0x41; code <= 0x5a; code += 1) PARTS[code] = PARTS[code | 0x20] = 1;
PARTS[0x5f] = 1;
PARTS[POINT] = 2;

/** Hashes of what stands before the first point of words that have points, such as `DBMS_LOCK.SLEEP`. */
const HEADS: ReadonlySet<number> = new Set(
  Object.values(wordsByType)
    .flat()
    .filter((word) => word.indexOf('.') > 0)
    .map((word) => hashOf(word.slice(0, word.indexOf('.')))),
);

function hashOf(word: string): number {
  let hash = 0;
  for (let at = 0; at < word.length; at += 1) hash = hashByte(hash, word.charCodeAt(at));
  return hash;
}

/**
 * Whether a text is one word to every dialect: letters, digits, `_` and points behind a letter or `_`, with no word of
 * SQL before one of its points, where the reader of words would end it (`readWord`). No fingerprint is that of one word,
 * whatever it means, so that there is nothing to look for. File names, host names and flattened names of JSON are such
 * words; false when in doubt.
 */
export function isDottedWord(text: string): boolean {
  if (PARTS[text.charCodeAt(0)] !== 1) return false;
  let hash = 0;
  let at = 0;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === POINT) break;
    if (isNoPart(code)) return false;
    hash = hashByte(hash, code);
  }
  if (at < text.length && at < LONGEST_WORD && mayEndWord(text, at, hash)) return false;
  for (; at < text.length; at += 1) if (isNoPart(text.charCodeAt(at))) return false;
  return true;
}

/** Whether what stands before the first point is a word of SQL, or may begin one that has points itself. */
function mayEndWord(text: string, point: number, hash: number): boolean {
  const type = typeOfWord(findWord(text, 0, point, hash));
  return (type !== 0 && type !== BARE_WORD) || HEADS.has(hash);
}

/** Codes above 255 have no entry, and are none. */
function isNoPart(code: number): boolean {
  return (PARTS[code] ?? 0) === 0;
}
