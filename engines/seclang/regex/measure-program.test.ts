import { describe, expect, it } from 'vitest';
import { compileProgram } from './compile-program.ts';
import { measureProgram } from './measure-program.ts';
import { parsePattern } from './parse.ts';

describe('measureProgram', () => {
  it.each([
    '',
    'abc|d',
    '(a|b|)*c+?',
    'a{3,}b{0,4}c{2}(?:){9}',
    '(?:a*){2,}',
    '(?>a|b)*+[x]{2,}+',
    '(?:ab){1,3}+',
    'a++b*+c[b]{3,}+',
    '(?:a*+b{2,}+){2}$',
    'a++\\Z',
    '(?=a|b)(?<!c|de)\\b',
    '(a)\\1?\\K$',
  ])('knows the size of %s before it is written', (pattern) => {
    const syntax = parsePattern(pattern, {});
    expect(measureProgram(syntax).size).toBe(compileProgram(syntax).length);
  });

  it.each([
    ['[^x]{64,}', 68],
    ['(?:.{1,255}x){1,30}', 15_332],
    ['(?:a?){0,6000}', 18_003],
  ])('counts what repeats write out in %s', (pattern, size) => {
    expect(measureProgram(parsePattern(pattern, {})).size).toBe(size);
  });

  it.each(['(?:(?:a{1,255}){1,255}){1,255}', '(?:\\w{1,100}\\s){1,100}', 'x{20001}', '(?:a{999}){999,}'])(
    'refuses %s, in no time',
    (pattern) => {
      expect(() => measureProgram(parsePattern(pattern, {}))).toThrow(
        'the pattern needs more than 20000 instructions; use smaller counts',
      );
    },
  );
});
