import type { SqlTokenType } from './sql-token.ts';
import fingerprints from './tables/sql-fingerprints.json' with { type: 'json' };
import wordsByType from './tables/sql-words.json' with { type: 'json' };

const TYPE_OF: ReadonlyMap<string, SqlTokenType> = new Map(
  Object.entries(wordsByType).flatMap(([type, words]) => words.map((word) => [word, type] as const)),
);

const FINGERPRINTS: ReadonlySet<string> = new Set(fingerprints);

/** Type of a word, a pair of words or an operator in any SQL dialect; undefined where it has no meaning. */
export function typeOfWord(text: string): SqlTokenType | undefined {
  return TYPE_OF.get(text.toUpperCase());
}

/** Whether the sequence of token types is one that injections have. */
export function isKnownFingerprint(fingerprint: string): boolean {
  return FINGERPRINTS.has(fingerprint.toUpperCase());
}
