import type { SqlToken } from './sql-token.ts';
import { BARE_WORD, bitOf, CLOSING, NUMBER, OPERATOR, OTHER, STRING, VARIABLE } from './sql-type.ts';
import { BEGINS_PHRASE, MAY_BE_FUNCTION, NO_WORD, roleOf } from './sql-words.ts';
import fingerprints from './tables/sql-fingerprints.json' with { type: 'json' };

const COLON = bitOf(':');

/** What no rule of folding changes or takes away at the first place, unless it is a word. */
const FIXED_FIRSTS = OPERATOR | COLON | OTHER;
/** Values keep the first place whatever value or sign stands at the second. */
const VALUES = BARE_WORD | NUMBER | STRING | VARIABLE;
/** What no rule changes at the second place behind a value, but for words that what follows gives another meaning. */
const FIXED_SECONDS = VALUES | COLON | OTHER | CLOSING;

/** Types that fingerprints begin with. */
const FIRSTS = fingerprints.reduce((types, text) => types | typesOf(text.charAt(0)), 0);

/** By the number of a type's bit: types that stand behind it in fingerprints that begin with it. */
const SECONDS = Int32Array.from({ length: 32 }, (_, bit) =>
  fingerprints
    .filter((text) => (typesOf(text.charAt(0)) & (1 << bit)) !== 0)
    .reduce((types, text) => types | typesOf(text.charAt(1)), 0),
);

/** Types of a letter in either case, as fingerprints are compared without case. */
function typesOf(letter: string): number {
  return bitOf(letter.toLowerCase()) | bitOf(letter.toUpperCase());
}

/** Whether a token at the first place is one that stays there and that no fingerprint begins with. */
export function isDeadFirst({ type, word }: SqlToken): boolean {
  return (type & FIXED_FIRSTS) !== 0 && word === NO_WORD && (type & FIRSTS) === 0;
}

/**
 * Whether the tokens at the first two places stay there, whatever follows, and no fingerprint begins with them. To be
 * asked after the rules about pairs had nothing to say of them.
 */
export function isDeadPair(first: SqlToken, second: SqlToken): boolean {
  if ((first.type & VALUES) === 0 || (second.type & FIXED_SECONDS) === 0) return false;
  if (((SECONDS[31 - Math.clz32(first.type)] as number) & second.type) !== 0) return false;
  return (roleOf(second.word) & (BEGINS_PHRASE | MAY_BE_FUNCTION)) === 0;
}

/** Whether a text may hold what stands for an injection by itself: comments (`/*!`, nested ones) and ODBC's braces. */
export function mayBeEvil(text: string): boolean {
  return text.includes('{') || text.includes('/*');
}
