import { compileRegex, leastMatchLength, type RegexRefusal } from '../regex/index.ts';

/** The pattern of a selector, such as that of `ARGS:/^id/`, ready to be asked for keys. */
export interface KeyPattern {
  readonly kind: 'key-pattern';
  matches(key: string): boolean;
}

/** How a selector that is a pattern is read. */
const KEY_OPTIONS = { ignoreCase: true, dotAll: true } as const;

/** Bounds of what a pattern remembers of the keys that it was asked for. */
const KEPT_KEYS = 1024;
const KEPT_KEY_LENGTH = 128;

/**
 * Patterns that were made, by their text, at most so many: the CRS names two of them in 131 targets. They depend on
 * nothing but their text and the engine's code.
 */
const MADE = new Map<string, KeyPattern | RegexRefusal>();
const KEPT_PATTERNS = 256;

/** The pattern of a selector, or why it is refused; the same object for the same text, as long as it is remembered. */
export function keyPatternOf(pattern: string): KeyPattern | RegexRefusal {
  const known = MADE.get(pattern);
  if (known !== undefined) return known;
  if (MADE.size >= KEPT_PATTERNS) MADE.clear();
  const made = makeKeyPattern(pattern);
  MADE.set(pattern, made);
  return made;
}

function makeKeyPattern(pattern: string): KeyPattern | RegexRefusal {
  const regex = compileRegex(pattern, KEY_OPTIONS);
  if (regex.kind === 'refused') return regex;
  const leastLength = leastMatchLength(pattern, KEY_OPTIONS);
  // Most keys are those that the rules themselves write, the same in each transaction.
  const known = new Map<string, boolean>();
  return {
    kind: 'key-pattern',
    matches(key) {
      if (key.length < leastLength) return false;
      const kept = known.get(key);
      if (kept !== undefined) return kept;
      const matches = regex.test(key);
      if (key.length > KEPT_KEY_LENGTH) return matches;
      if (known.size >= KEPT_KEYS) known.clear();
      known.set(key, matches);
      return matches;
    },
  };
}
