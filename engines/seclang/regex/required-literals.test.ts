import { describe, expect, it } from 'vitest';
import { parsePattern } from './parse.ts';
import { type RequiredLiteral, requiredLiterals } from './required-literals.ts';

/** `<word>`: at a word's start and end. */
function format({ text, atWordStart, atWordEnd }: RequiredLiteral): string {
  return `${atWordStart ? '<' : ''}${text}${atWordEnd ? '>' : ''}`;
}

describe('required literals', () => {
  it.each<[pattern: string, literals: readonly string[] | null]>([
    ['union\\s+select', ['<select']],
    ['(?i)Union', ['union']],
    ['(?:ab|cd)ef', ['abef', 'cdef']],
    ['(?:xy)?cd', ['cd']],
    ['a*bcd*', ['bc']],
    ['(?:xyz){2,}', ['xyzxyz']],
    ['(?:x(?:y|z)){2}', ['xyxy', 'xyxz', 'xzxy', 'xzxz']],
    ['foo.*|bar', ['foo', 'bar']],
    ['foo|.*', null],
    ['^[a-f]+$', null],
    ['a', null],
    ['#', ['#']],
    ['\\bon\\w+=', ['<on']],
    ['(a)\\1', null],
    ['x(?=yz)ab', ['xab']],
    // What repeats without bound is kept as a start or an end.
    ['jk[0-9]+/edit', ['/edit']],
    ['k?[qx]z', ['qz', 'xz']],
    ['[abcdefghij]zz', 'abcdefghij'.split('').map((letter) => `${letter}zz`)],
    // Word edges
    ['\\b(?:xor|rlike)\\b', ['<xor>', '<rlike>']],
    ['\\Bxor', ['xor']],
    ['^xor$', ['<xor>']],
    ['\\Wxor[^a-zA-Z0-9_]', ['<xor>']],
    ['(?:\\W|^)xor', ['<xor']],
    ['\\W?xor', ['xor']],
    ['(?:\\b|_)xor', ['<xor', '_xor']],
    ['\\b=xor', ['=xor']],
  ])('of %s are %j', (pattern, literals) => {
    const found = requiredLiterals(parsePattern(pattern, {}).root);
    expect(found?.map(format).sort() ?? null).toEqual(literals === null ? null : [...literals].sort());
  });
});
