import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRANSFORMATIONS, type TransformationName, transformationNamed } from './index.ts';

const CASES: readonly (readonly [TransformationName, input: string, output: string])[] = [
  ['base64Decode', 'YWJj', 'abc'],
  ['base64Decode', 'YWJj=ZGVm', 'abc'],
  ['base64DecodeExt', 'Y W.Jj', 'abc'],
  ['base64Encode', 'abc', 'YWJj'],
  ['cmdLine', 'C^OMM"AND\\  /c', 'command/c'],
  ['cmdLine', 'a,;b', 'a b'],
  ['compressWhitespace', 'a \t\n b\xa0c', 'a b c'],
  ['cssDecode', 'ja\\vascript', 'javascript'],
  ['cssDecode', '\\6a avascript', 'javascript'],
  ['cssDecode', '\\ff1c', '<'],
  ['cssDecode', 'a\\\nb', 'ab'],
  ['cssDecode', 'a\\', 'a'],
  ['escapeSeqDecode', '\\x41\\102\\n\\q', 'AB\n\\q'],
  ['hexDecode', '4142', 'AB'],
  ['hexEncode', 'AB', '4142'],
  ['htmlEntityDecode', '&lt;&#x61;&#98&quot;&unknown;', '<ab"&unknown;'],
  ['htmlEntityDecode', '&#x141;', 'A'],
  ['jsDecode', '\\x3c\\u003e\\uff1c\\101\\n\\q', '<><A\nq'],
  ['jsDecode', '\\400', ' 0'],
  ['length', 'abc', '3'],
  ['lowercase', 'ABC\xc0', 'abc\xc0'],
  ['md5', 'a', Buffer.from('0cc175b9c0f1b6a831c399e269772661', 'hex').toString('latin1')],
  ['normalizePath', '/a/./b/../c//d', '/a/c/d'],
  ['normalizePath', '../../a', '../../a'],
  ['normalizePath', '/../../a', '/a'],
  ['normalizePath', 'a/b/..', 'a/'],
  ['normalizePathWin', '\\a\\..\\b', '/b'],
  ['parityEven7bit', '\x01\x03', '\x81\x03'],
  ['parityOdd7bit', '\x01\x03', '\x01\x83'],
  ['parityZero7bit', '\x81', '\x01'],
  ['removeComments', 'a/*b*/c<!--d-->e#f', 'ace'],
  ['removeComments', 'a/*b', 'a'],
  ['removeCommentsChar', 'a/*b*/--c#', 'abc'],
  ['removeNulls', 'a\0b', 'ab'],
  ['removeWhitespace', 'a b\t\xa0c', 'abc'],
  ['replaceComments', 'a/*b*/c/*d', 'a c '],
  ['replaceComments', 'a*/b', 'a*/b'],
  ['replaceNulls', 'a\0b', 'a b'],
  ['sha1', 'a', Buffer.from('86f7e437faa5a7fce15d1ddcb9eaeaea377667b8', 'hex').toString('latin1')],
  ['sqlHexDecode', 'x=0x4142,0xz', 'x=AB,0xz'],
  ['trim', ' a ', 'a'],
  ['trimLeft', ' a ', 'a '],
  ['trimRight', ' a ', ' a'],
  ['uppercase', 'abc\xe0', 'ABC\xe0'],
  ['urlDecode', 'a%20b+%zz%4', 'a b %zz%4'],
  ['urlDecodeUni', '%u003c%uFF1e%41+%u00', '<>A %u00'],
  ['urlEncode', 'a b&', 'a+b%26'],
  ['utf8toUnicode', 'a\xef\xbc\x9c\xc3\xa9', 'a%uff1c%u00e9'],
  ['utf8toUnicode', '\xc0\xaf\xed\xa0\x80', '\xc0\xaf\xed\xa0\x80'],
];

describe('transformations', () => {
  it.each(CASES)('%s of %j is %j', (name, input, output) => {
    expect(TRANSFORMATIONS[name](input)).toBe(output);
  });

  it('has a case for each', () => {
    const aliases = ['normalisePath', 'normalisePathWin'];
    expect(new Set([...CASES.map(([name]) => name), ...aliases])).toEqual(
      new Set(Object.keys(TRANSFORMATIONS)),
    );
  });

  it('keeps values inside one byte a character and does not throw', () => {
    const bytes = fc.array(fc.integer({ min: 0, max: 255 })).map((codes) => String.fromCharCode(...codes));
    const names = fc.constantFrom(...(Object.keys(TRANSFORMATIONS) as TransformationName[]));
    fc.assert(
      fc.property(names, bytes, (name, value) => {
        expect(TRANSFORMATIONS[name](value)).toMatch(/^[\x00-\xff]*$/);
      }),
    );
  });

  it('finds names in any case', () => {
    expect(transformationNamed('URLDECODEUNI')).toBe('urlDecodeUni');
    expect(transformationNamed('rot13')).toBeUndefined();
  });
});
