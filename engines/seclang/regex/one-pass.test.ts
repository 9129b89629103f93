import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RegexLimitError } from './api.ts';
import { AutomatonMemory } from './automaton-memory.ts';
import { byteClassesOf } from './byte-classes.ts';
import { compileProgram } from './compile-program.ts';
import { createMeter } from './meter.ts';
import { OnePass } from './one-pass.ts';
import { execNaively } from './oracle.ts';
import { parsePattern } from './parse.ts';

/** The engine for a pattern; null where it is none for it from the start. */
function onePassOf(source: string): OnePass | null {
  const program = compileProgram(parsePattern(source, { dotAll: true }));
  const memory = new AutomatonMemory(2_000);
  return OnePass.mayRun(program) ? new OnePass(program, byteClassesOf(program), memory) : null;
}

function naively(source: string, text: string) {
  try {
    return execNaively(source, text, { dotAll: true });
  } catch (error) {
    if (error instanceof RegexLimitError) return undefined;
    throw error;
  }
}

/** Anchored patterns, of which at most one way goes on with each byte oftener than by chance. */
const { pattern } = fc.letrec<{ pattern: string; branch: string; item: string }>((tie) => ({
  pattern: fc.array(tie('branch'), { minLength: 1, maxLength: 2 }).map((branches) => branches.join('|')),
  branch: fc.array(tie('item'), { maxLength: 4 }).map((items) => items.join('')),
  item: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc
      .tuple(
        fc.constantFrom('a', 'b', '-', '[ab]', '[^a]', '\\w', '\\s', '.'),
        fc.constantFrom('', '', '*', '+', '?', '*?', '??', '{2}', '{1,2}'),
      )
      .map((parts) => parts.join('')),
    fc.constantFrom('$', '^', '\\K', '\\z'),
    fc
      .tuple(fc.constantFrom('(', '(', '(?:'), tie('pattern'), fc.constantFrom('', '', '*', '+', '?', '+?'))
      .map(([opening, inside, repeat]) => `${opening}${inside})${repeat}`),
  ),
}));

const subject = fc
  .array(fc.constantFrom('a', 'b', 'c', '-', ' '), { maxLength: 8 })
  .map((parts) => parts.join(''));

describe('reading an anchored pattern in one pass', () => {
  it.each([
    '^.*$',
    '^([a-z0-9.-]+)(?::(\\d+))?$',
    '^(?:(a)|(b))*',
    '^([^;\\s]+)',
    '^a??$',
    '^(?:ab)*(?:c|$)',
    '^a*?b',
  ])('takes %s', (source) => {
    const regex = onePassOf(source);
    for (const text of ['', 'a', 'ab', 'abab', 'ababc', 'aab', 'a.b:80', 'a:', 'x; y']) {
      expect(regex?.search(text, createMeter(Infinity))).toEqual(execNaively(source, text, { dotAll: true }));
    }
  });

  it.each(['^a*a', '^(?:ab|ac)', '^a\\b', '^.*x', '^(?:a|b?a)'])('leaves %s to others', (source) => {
    expect(onePassOf(source)?.search('aaa', createMeter(Infinity))).toBeUndefined();
  });

  it.each(['a', '^(?=a)', '^(a*)*', '^a|b', '^x{500}'])('does not try %s', (source) => {
    expect(onePassOf(source)).toBeNull();
  });

  it('finds what the oracle finds, groups included', () => {
    let decided = 0;
    fc.assert(
      fc.property(pattern, fc.array(subject, { minLength: 5, maxLength: 10 }), (source, texts) => {
        const anchored = `^(?:${source})`;
        const regex = onePassOf(anchored);
        if (regex === null) return;
        for (const text of texts) {
          const match = regex.search(text, createMeter(Infinity));
          const wanted = naively(anchored, text);
          if (match === undefined) return;
          if (wanted === undefined) continue;
          decided += 1;
          expect(match).toEqual(wanted);
        }
      }),
      { numRuns: 4000 },
    );
    expect(decided).toBeGreaterThan(3_000);
  });

  it('spends on the meter', () => {
    const regex = onePassOf('^.*$');
    expect(() => regex?.search('a'.repeat(10_000), createMeter(5_000))).toThrow(RegexLimitError);
  });
});
