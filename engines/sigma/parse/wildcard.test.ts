import { describe, expect, it } from 'vitest';
import type { Pattern } from '../ast/pattern.ts';
import { compileGlob } from '../compile/glob.ts';
import { patternFits } from '../oracle/match-pattern.ts';
import { parseWildcards } from './wildcard.ts';

/** Tokens in one line: text in brackets, wildcards as they are. */
function shown(pattern: Pattern): string {
  const marks = { star: '*', one: '?', dash: '-' };
  return pattern.tokens
    .map((token) => (token.kind === 'text' ? `[${token.text}]` : marks[token.kind]))
    .join('');
}

describe('parseWildcards', () => {
  it.each([
    ['', ''],
    ['plain', '[plain]'],
    ['C:\\Windows\\x', '[C:\\Windows\\x]'],
    ['a\\\\b', '[a\\b]'],
    ['a*b?', '[a]*[b]?'],
    ['a**', '[a]*'],
    ['\\*', '[*]'],
    ['\\?', '[?]'],
    ['\\\\*', '[\\]*'],
    ['\\\\\\*', '[\\*]'],
    ['\\\\\\', '[\\\\]'],
    ['\\\\\\\\', '[\\\\]'],
    ['\\\\\\\\*', '[\\\\]*'],
    ['end\\', '[end\\]'],
    ['\\d+', '[\\d+]'],
  ])('reads %s as %s', (text, tokens) => {
    expect(shown(parseWildcards(text))).toBe(tokens);
  });
});

describe('patterns', () => {
  it.each([
    ['a*c', 'abbbc', true],
    ['a*c', 'abbbcd', false],
    ['*b*b*', 'ab', false],
    ['*ab*ab', 'abab', true],
    ['*ab*ab', 'aab', false],
    ['?', '😀', true],
    ['??', '😀', false],
    ['*?', '😀', true],
    ['*é', 'caf\u00e9', true],
    ['*', '', true],
    ['?', '', false],
    ['', '', true],
    ['a*', 'A\nb', true],
  ])('%s on %s: %s', (text, value, fits) => {
    const pattern = parseWildcards(text);
    expect(patternFits(pattern, value, false)).toBe(fits);
    expect(compileGlob(pattern)(value.toLowerCase()) !== null).toBe(fits);
  });
});
