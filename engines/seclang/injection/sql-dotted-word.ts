import { BARE_WORD } from './sql-type.ts';
import { findWord, hashByte, LONGEST_WORD, typeOfWord } from './sql-words.ts';

const POINT = 0x2e;

/** What stands in such a word: 1 for letters and `_`, which may begin it, 2 for digits and the point. */
const PARTS = new Uint8Array(256);
for (let code = 0x30; code <= 0x39; code += 1) PARTS[code] = 2;
for (let code = 0x41; code <= 0x5a; code += 1) PARTS[code] = PARTS[code | 0x20] = 1;
PARTS[0x5f] = 1;
PARTS[POINT] = 2;

/**
 * Whether a text is one word to every dialect: letters, digits, `_` and points behind a letter or `_`, with no word of
 * SQL before one of its points, where the reader of words would end it (`readWord`). No fingerprint is that of one word,
 * whatever it means, so that there is nothing to look for. File names, host names and flattened names of JSON are such
 * words; false when in doubt.
 */
export function isDottedWord(text: string): boolean {
  if (PARTS[text.charCodeAt(0)] !== 1) return false;
  // Behind the longest word of SQL no point ends one.
  const head = Math.min(text.length, LONGEST_WORD);
  let hash = 0;
  for (let at = 0; at < head; at += 1) {
    const code = text.charCodeAt(at);
    if (isNoPart(code)) return false;
    if (code === POINT) {
      const type = typeOfWord(findWord(text, 0, at, hash));
      if (type !== 0 && type !== BARE_WORD) return false;
    }
    hash = hashByte(hash, code);
  }
  for (let at = head; at < text.length; at += 1) if (isNoPart(text.charCodeAt(at))) return false;
  return true;
}

/** Codes above 255 have no entry, and are none. */
function isNoPart(code: number): boolean {
  return (PARTS[code] ?? 0) === 0;
}
