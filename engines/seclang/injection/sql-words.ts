import { bitOf, packTypes } from './sql-type.ts';
import fingerprints from './tables/sql-fingerprints.json' with { type: 'json' };
import wordsByType from './tables/sql-words.json' with { type: 'json' };

/** Number of what is in no table. */
export const NO_WORD = -1;

/** Longer words are in no table. */
export const LONGEST_WORD = 31;

/** What a word is to the rules of folding, besides its type; a sum. */
export const BEGINS_PHRASE = 1;
/** Names of columns in some dialects, and functions when a parenthesis follows. */
export const MAY_BE_FUNCTION = 2;
export const IS_IN = 4;
export const IS_LIKE = 8;
export const IS_NOT = 16;
export const IS_USER = 32;
export const IS_IF = 64;

const NAMES_WITH_ROLES: readonly (readonly [name: string, role: number])[] = [
  ...[
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
  ].map((name) => [name, MAY_BE_FUNCTION] as const),
  ['IN', IS_IN],
  ['NOT IN', IS_IN],
  ['LIKE', IS_LIKE],
  ['NOT LIKE', IS_LIKE],
  ['NOT', IS_NOT],
  ['USER', IS_USER],
];

const TYPE_OF: ReadonlyMap<string, number> = new Map(
  Object.entries(wordsByType).flatMap(([type, words]) => words.map((word) => [word, bitOf(type)] as const)),
);

/** Every word, phrase and beginning of a phrase; the place is its number. */
const WORDS: readonly string[] = [
  ...new Set(
    [...TYPE_OF.keys(), ...NAMES_WITH_ROLES.map(([name]) => name)].flatMap((text) => [
      text,
      ...splitsOf(text).flat(),
    ]),
  ),
];
const NUMBER_OF: ReadonlyMap<string, number> = new Map(WORDS.map((word, at) => [word, at]));
const TYPES = Int32Array.from(WORDS, (word) => TYPE_OF.get(word) ?? 0);
const ROLES = Uint8Array.from(WORDS, (word) => rolesOf(word));

function rolesOf(word: string): number {
  const named = NAMES_WITH_ROLES.filter(([name]) => name === word).reduce((sum, [, role]) => sum | role, 0);
  return word.startsWith('IF') ? named | IS_IF : named;
}

/** A phrase taken apart before its last word: `UNION ALL` as `UNION` and `ALL`. */
function splitsOf(text: string): readonly (readonly [head: string, last: string])[] {
  const at = text.lastIndexOf(' ');
  return at === -1 ? [] : [[text.slice(0, at), text.slice(at + 1)]];
}

/** Phrases by the numbers of what they are put together of. */
const PHRASES: ReadonlyMap<number, number> = new Map(
  [...TYPE_OF.keys()].flatMap((phrase) =>
    splitsOf(phrase).map(([head, last]): readonly [number, number] => {
      const first = numberOf(head);
      ROLES[first] = roleOf(first) | BEGINS_PHRASE;
      return [phraseKey(first, numberOf(last)), numberOf(phrase)];
    }),
  ),
);

function phraseKey(first: number, second: number): number {
  return first * 65_536 + second;
}

function numberOf(word: string): number {
  return NUMBER_OF.get(word) ?? NO_WORD;
}

/** A table of the numbers (one added) of all words by their hash; the next free place follows a taken one. */
const SLOTS = 4096;
const TABLE = new Uint16Array(SLOTS);
WORDS.forEach((word, number) => {
  let hash = 0;
  for (let at = 0; at < word.length; at += 1) hash = hashByte(hash, word.charCodeAt(at));
  let slot = slotOf(hash);
  while (TABLE[slot] !== 0) slot = (slot + 1) % SLOTS;
  TABLE[slot] = number + 1;
});

/** The hash of a text with one more byte; the cases of a letter give the same. Begins with 0. */
export function hashByte(hash: number, byte: number): number {
  return Math.imul(hash, 31) + (byte & 0xdf);
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 12)) & (SLOTS - 1);
}

/** Number of the word that stands at `start` of `text`, its hash known, or `NO_WORD`. */
export function findWord(text: string, start: number, end: number, hash: number): number {
  for (let slot = slotOf(hash); ; slot = (slot + 1) % SLOTS) {
    const number = (TABLE[slot] as number) - 1;
    if (number === NO_WORD) return NO_WORD;
    if (isWordAt(WORDS[number] as string, text, start, end)) return number;
  }
}

function isWordAt(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let at = 0; at < word.length; at += 1) {
    const code = text.charCodeAt(start + at);
    const upper = code >= 0x61 && code <= 0x7a ? code - 32 : code;
    if (upper !== word.charCodeAt(at)) return false;
  }
  return true;
}

/** Number of the word between two offsets, or `NO_WORD`. */
export function wordBetween(text: string, start: number, end: number): number {
  if (end - start > LONGEST_WORD) return NO_WORD;
  let hash = 0;
  for (let at = start; at < end; at += 1) hash = hashByte(hash, text.charCodeAt(at));
  return findWord(text, start, end, hash);
}

/** Type of a word in any SQL dialect; 0 where it has no meaning of its own. */
export function typeOfWord(word: number): number {
  return word === NO_WORD ? 0 : (TYPES[word] as number);
}

/** What the rules of folding know of a word. */
export function roleOf(word: number): number {
  return word === NO_WORD ? 0 : (ROLES[word] as number);
}

/** A word in upper case. */
export function wordText(word: number): string {
  return WORDS[word] ?? '';
}

/** Number of the phrase that two words or phrases make together, such as UNION ALL, or `NO_WORD`. */
export function phraseOf(first: number, second: number): number {
  if ((roleOf(first) & BEGINS_PHRASE) === 0 || second === NO_WORD) return NO_WORD;
  return PHRASES.get(phraseKey(first, second)) ?? NO_WORD;
}

/** Types of operators of two bytes, by the bytes as `first << 8 | second`. */
const PAIRS: ReadonlyMap<number, number> = new Map(
  [...TYPE_OF].flatMap(([text, type]) =>
    /^[^A-Z0-9]{2}$/.test(text) ? [[(text.charCodeAt(0) << 8) | text.charCodeAt(1), type] as const] : [],
  ),
);

/** Type of an operator of two bytes; 0 where they are none. */
export function typeOfPair(first: number, second: number): number {
  return PAIRS.get((first << 8) | second) ?? 0;
}

const FINGERPRINTS: ReadonlySet<number> = new Set(fingerprints.map(packTypes));

/** Whether the sequence of token types (see `appendType`) is one that injections have. */
export function isKnownFingerprint(fingerprint: number): boolean {
  return FINGERPRINTS.has(fingerprint);
}
