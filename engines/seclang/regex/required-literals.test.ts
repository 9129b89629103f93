import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegex } from '../regex/index.ts';
import { parsePattern } from '../regex/parse.ts';
import { requiredLiterals } from './required-literals.ts';

describe('required literals', () => {
  it.each<[pattern: string, literals: readonly string[] | null]>([
    ['union\\s+select', ['select']],
    ['(?i)Union', ['union']],
    ['(?:ab|cd)ef', ['abef', 'cdef']],
    ['(?:ab)?cd', ['abcd', 'cd']],
    ['a*bcd*', ['bc']],
    ['(?:ab){2,}', ['ab']],
    ['foo.*|bar', ['foo', 'bar']],
    ['foo|.*', null],
    ['^[a-f]+$', null],
    ['a', null],
    ['<', ['<']],
    ['\\bon\\w+=', ['on']],
    ['(a)\\1', null],
    ['x(?=yz)ab', ['xab']],
  ])('of %s are %j', (pattern, literals) => {
    const found = requiredLiterals(parsePattern(pattern, {}).root);
    expect(found === null ? null : [...found].sort()).toEqual(
      literals === null ? null : [...literals].sort(),
    );
  });

  it('are in every value that matches', () => {
    const piece = fc.constantFrom(
      'a',
      'B',
      'ab',
      '[ab]',
      '(?i)',
      '(',
      ')',
      '|',
      '*',
      '+?',
      '{2}',
      '?',
      '.',
      '^',
      '$',
      '\\b',
      '<',
      '(?:',
      '(?=',
    );
    const pattern = fc.array(piece, { minLength: 1, maxLength: 10 }).map((pieces) => pieces.join(''));
    const value = fc
      .array(fc.constantFrom('a', 'b', 'A', 'B', '<', ' '), { maxLength: 12 })
      .map((chars) => chars.join(''));
    fc.assert(
      fc.property(pattern, fc.array(value, { minLength: 5, maxLength: 20 }), (source, values) => {
        const regex = compileRegex(source, { dotAll: true });
        if (regex.kind === 'refused') return;
        const literals = requiredLiterals(parsePattern(source, { dotAll: true }).root);
        for (const text of literals === null ? [] : values.filter((one) => regex.test(one))) {
          expect(literals?.some((literal) => text.toLowerCase().includes(literal))).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
