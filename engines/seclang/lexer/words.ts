import type { Located } from '../ast/place.ts';

/**
 * One argument of a directive. Quotes are taken off; inside them `\"` is `"` and a doubled backslash is one, as in Apache's
 * configuration files, which the language comes from.
 */
export interface Word extends Located {
  /** False when an opening quote has no closing one; the word then runs to the end of the line. */
  readonly closed: boolean;
}

/** Splits a directive into words at white space; a word may stand in double or single quotes. */
export function splitWords(line: Located): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < line.text.length) {
    const char = line.text[at];
    if (char === ' ' || char === '\t') {
      at += 1;
      continue;
    }
    const quote = char === '"' || char === "'" ? char : null;
    const { word, end } = quote === null ? readBare(line, at) : readQuoted(line, at + 1, quote);
    words.push(word);
    at = end;
  }
  return words;
}

const BLANK = /[ \t]/g;

/** What ends a stretch of a quoted word, by its quote. */
const STOPS = { '"': /["\\]/g, "'": /['\\]/g } as const;

/** Place, from `start` on, of the first match of a pattern of one character with the flag g; the text's end if none. */
function findFrom(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex - 1 : text.length;
}

function readBare(line: Located, start: number): { word: Word; end: number } {
  const end = findFrom(BLANK, line.text, start);
  const text = line.text.slice(start, end);
  return { word: { text, closed: true, placeAt: (offset) => line.placeAt(start + offset) }, end };
}

function readQuoted(line: Located, start: number, quote: keyof typeof STOPS): { word: Word; end: number } {
  /** Offsets, in the unescaped text, before each of which one backslash was dropped. */
  const dropped: number[] = [];
  const stop = STOPS[quote];
  let text = '';
  let taken = start;
  let at = findFrom(stop, line.text, start);
  while (at < line.text.length && line.text[at] !== quote) {
    const next = line.text[at + 1];
    if (next === quote || next === '\\') {
      text += line.text.slice(taken, at);
      dropped.push(text.length);
      at += 1;
      taken = at;
    }
    at = findFrom(stop, line.text, at + 1);
  }
  text += line.text.slice(taken, at);
  const closed = at < line.text.length;
  const placeAt = (offset: number) => line.placeAt(start + offset + countUpTo(dropped, offset));
  return { word: { text, closed, placeAt }, end: at + 1 };
}

/** How many of the numbers, which grow, are at most `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let count = 0;
  while (count < numbers.length && (numbers[count] ?? 0) <= limit) count += 1;
  return count;
}
