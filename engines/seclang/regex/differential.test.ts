import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RegexLimitError } from './api.ts';
import { compileRegex } from './compile.ts';
import { execNaively } from './oracle.ts';

const ATOMS = [
  'a',
  'b',
  'B',
  '.',
  '[ab]',
  '[^a]',
  '\\w',
  '\\W',
  '\\s',
  '\\n',
  '[[:alpha:]-]',
  '\\x61',
  '\\R',
];
const PLACES = [
  '^',
  '$',
  '\\b',
  '\\B',
  '\\A',
  '\\z',
  '\\Z',
  '(?m:^)',
  '(?m:$)',
  '(?<=a)',
  '(?<!b)',
  '(?<=ab|b)',
];
const REPEATS = [
  '',
  '',
  '',
  '*',
  '+',
  '?',
  '{2}',
  '{1,2}',
  '{0,2}',
  '{1,}',
  '*?',
  '+?',
  '??',
  '{0,2}?',
  '*+',
  '++',
];
const OPENINGS = ['(', '(', '(?:', '(?>', '(?=', '(?!', '(?i:', '(?-s:', '(?m:', '(?:(?i)'];

const { pattern } = fc.letrec<{ pattern: string; branch: string; item: string }>((tie) => ({
  pattern: fc.array(tie('branch'), { minLength: 1, maxLength: 3 }).map((branches) => branches.join('|')),
  branch: fc.array(tie('item'), { maxLength: 3 }).map((items) => items.join('')),
  item: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.tuple(fc.constantFrom(...ATOMS), fc.constantFrom(...REPEATS)).map((parts) => parts.join('')),
    fc.constantFrom(...PLACES),
    fc
      .tuple(fc.constantFrom(...OPENINGS), tie('pattern'), fc.constantFrom(...REPEATS))
      .map(([opening, inside, repeat]) => `${opening}${inside})${/[=!]$/.test(opening) ? '' : repeat}`),
  ),
}));

/** Patterns whose possessive repeats are of one or two sets mostly, with little else that is irregular. */
const { runs } = fc.letrec<{ runs: string; branch: string; item: string }>((tie) => ({
  runs: fc.array(tie('branch'), { minLength: 1, maxLength: 3 }).map((branches) => branches.join('|')),
  branch: fc.array(tie('item'), { maxLength: 4 }).map((items) => items.join('')),
  item: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('a', 'b', '.', '\\w', '[^a]', 'a?', '\\s*', '[ab]*?'),
    fc.constantFrom('a*+', 'a++', '\\s*+', '[ab]*+', '[ab]{2,}+', '(?i:b++)', '(a*+)'),
    fc.constantFrom('^', '$', '\\b', '\\B', '(?m:^)', '(?m:$)'),
    fc
      .tuple(fc.constantFrom('(', '(?:'), tie('runs'), fc.constantFrom('', '*', '+', '?', '*?', '{1,2}'))
      .map(([opening, inside, repeat]) => `${opening}${inside})${repeat}`),
  ),
}));

const subject = fc.array(fc.constantFrom('a', 'b', 'B', 'c', ' ', '\n', '\r', '-'), { maxLength: 8 });

/** What the oracle finds, unless the pattern is one of those that it takes too long for. */
function naively(source: string, text: string) {
  try {
    return execNaively(source, text, { dotAll: true });
  } catch (error) {
    if (error instanceof RegexLimitError) return 'too long';
    throw error;
  }
}

describe('the engines and the oracle', () => {
  it.each([
    ['without backreferences', '', {}],
    ['with a backreference', '\\1', {}],
    ['as in long subjects', '', { longLength: 0 }],
    ['as in long subjects, with a backreference', '\\1', { longLength: 0 }],
  ])('find the same matches and groups %s', (_, tail, tuning) => {
    fc.assert(
      fc.property(pattern, subject, (text, parts) => {
        const source = tail === '' ? text : `(?:(${text})|b)${tail}?c?${tail}`;
        const regex = compileRegex(source, { dotAll: true }, tuning);
        // `\R` has no fixed length, so that a few lookbehinds are refused.
        if (regex.kind === 'refused') return;
        const wanted = naively(source, parts.join(''));
        fc.pre(wanted !== 'too long');
        expect(regex.exec(parts.join(''))).toEqual(wanted);
        expect(regex.test(parts.join(''))).toBe(wanted !== null);
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ['as short', {}],
    ['as long', { longLength: 0 }],
  ])('agree on runs that give nothing back, in subjects that are treated %s', (_, tuning) => {
    let decided = 0;
    fc.assert(
      fc.property(runs, fc.array(subject, { minLength: 4, maxLength: 10 }), (source, subjects) => {
        const regex = compileRegex(source, { dotAll: true }, tuning);
        if (regex.kind === 'refused') throw new Error(regex.reason);
        if (regex.linear && /[*+}]\+/.test(source)) decided += 1;
        for (const parts of subjects) {
          const wanted = naively(source, parts.join(''));
          if (wanted === 'too long') continue;
          expect(regex.exec(parts.join(''))).toEqual(wanted);
          expect(regex.test(parts.join(''))).toBe(wanted !== null);
        }
      }),
      { numRuns: 1500 },
    );
    expect(decided).toBeGreaterThan(500);
  });

  it('find the same in every text of up to six letters', () => {
    const texts = [''];
    for (let at = 0; (texts[at] ?? '').length < 6; at += 1) texts.push(`${texts[at]}a`, `${texts[at]}b`);
    const patterns = [
      '(a|ab)(c|bcd)?b*',
      '(a*)*b',
      '(?:a|b)*?ab$',
      '(a+?)(b*)(a|b)',
      '^(?:ab)*+a',
      '(a)?(b)?(?!a)\\1',
    ];
    for (const source of patterns) {
      const regex = compileRegex(source);
      if (regex.kind === 'refused') throw new Error(regex.reason);
      for (const text of texts) expect(regex.exec(text)).toEqual(execNaively(source, text));
    }
  });

  it('agree while the automaton forgets its states again and again', () => {
    const source = '[ab]*a[ab]{12}c';
    const regex = compileRegex(source);
    if (regex.kind === 'refused') throw new Error(regex.reason);
    let state = 1;
    const letters = Array.from({ length: 60_000 }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return state % 2 === 0 ? 'a' : 'b';
    });
    expect(regex.test(letters.join(''))).toBe(false);
    expect(regex.test(`${letters.join('')}a${'b'.repeat(12)}c`)).toBe(true);
  });
});
