import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AutomatonMemory } from './automaton-memory.ts';
import { compileRegex } from './compile.ts';
import { execNaively } from './oracle.ts';

/** Patterns that few bytes begin, behind and before all that assertions ask for. */
const PATTERNS = [
  '%[0-9a-f]{2}',
  '(?:^|=)\\s*%x',
  '\\bzx\\b',
  '\\B%',
  '%\\B',
  'z\\b%|%\\bz',
  '(?m:^)z|=$',
  '=\\z',
  '(?:%|=)(?:x|\\W)+?%',
  '[%=](?:%x|==)',
  '%.*=',
  '%(?>x+)=',
  'z(?!x)',
  '%++=',
  '(=)\\1',
];

/** Long texts with little in them that begins a match. */
const sparse = fc
  .array(
    fc.oneof(
      { arbitrary: fc.constantFrom('aaaaaaaaaaaaaaaa', 'aaa bb aaa bb aaa', 'a'), weight: 3 },
      { arbitrary: fc.constantFrom(' ', '\n', '%', '=', 'x', 'z', '%4f', '%x', '\xe9', 'zx'), weight: 2 },
    ),
    { minLength: 3, maxLength: 14 },
  )
  .map((parts) => parts.join(''));

describe('passing over what begins no match', () => {
  it.each(PATTERNS)('finds by %s what a plain search does', (pattern) => {
    const regex = compileRegex(pattern, { dotAll: true });
    if (regex.kind === 'refused') throw new Error(regex.reason);
    fc.assert(
      fc.property(sparse, (text) => {
        const expected = execNaively(pattern, text, { dotAll: true });
        expect(regex.exec(text)).toEqual(expected);
        expect(regex.test(text)).toBe(expected !== null);
      }),
      { numRuns: 300 },
    );
  });

  it('does so where automata are forgotten all the time', () => {
    const memory = new AutomatonMemory(3_000);
    const regexes = PATTERNS.map((pattern) => {
      const regex = compileRegex(pattern, { dotAll: true }, { memory });
      if (regex.kind === 'refused') throw new Error(regex.reason);
      return regex;
    });
    fc.assert(
      fc.property(sparse, (text) => {
        for (const [at, regex] of regexes.entries())
          expect(regex.test(text)).toBe(execNaively(PATTERNS[at] ?? '', text, { dotAll: true }) !== null);
      }),
      { numRuns: 200 },
    );
  });

  it('reads a subject a few times and not more, however its bytes alternate', () => {
    const regex = compileRegex('(?:%|=|z)x', { dotAll: true });
    if (regex.kind === 'refused') throw new Error(regex.reason);
    for (const text of ['%'.repeat(100_000), '%a'.repeat(50_000), `${'%a'.repeat(50_000)}=zx`]) {
      regex.test(text);
      const before = performance.now();
      regex.test(text);
      expect(performance.now() - before).toBeLessThan(200);
    }
  });
});
