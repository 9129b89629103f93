import { describe, expect, it } from 'vitest';
import { compileRegex } from './compile.ts';
import { leastMatchLength } from './least-length.ts';

/** A pattern, its least length, and a text that it matches in so many bytes. */
const CASES: readonly (readonly [pattern: string, length: number, match: string])[] = [
  ['__utm', 5, '__utm'],
  ['^', 0, ''],
  ['a|bcd', 1, 'a'],
  ['a|', 0, ''],
  ['(ab){2,5}c?', 4, 'abab'],
  ['[a-z]+?(?:xy|z)', 2, 'az'],
  ['(?>a*)b', 1, 'b'],
  ['(?=abc)ab', 2, 'abc'],
  ['(?<!a)b$', 1, 'b'],
  ['(a?)b\\1', 1, 'b'],
  ['ab\\Kc', 3, 'abc'],
  ['x{0}', 0, ''],
];

describe('leastMatchLength', () => {
  it.each(CASES)('of %s is %i', (pattern, length, match) => {
    expect(leastMatchLength(pattern)).toBe(length);
    const regex = compileRegex(pattern);
    if (regex.kind === 'refused') throw new TypeError(regex.reason);
    expect(regex.test(match)).toBe(true);
  });
});
