import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRANSFORMATIONS, type TransformationName, transformationNamed } from './index.ts';

/** Each as the reference manual of ModSecurity says it; where engines differ, as docs/seclang.md says. */
const CASES: readonly (readonly [TransformationName, input: string, output: string])[] = [
  ['base64Decode', 'YWJj', 'abc'],
  ['base64Decode', 'YWJj=ZGVm', 'abc'],
  ['base64Decode', 'YWJjZA==', 'abcd'],
  ['base64Decode', 'YWJjZA', 'abcd'],
  ['base64Decode', 'YWJjZ', 'abc'],
  ['base64Decode', 'YW\r\nJj', 'abc'],
  ['base64Decode', 'YWJj ZGVm', 'abc'],
  ['base64Decode', 'YWJj-_', 'abc'],
  ['base64Decode', '-', ''],
  ['base64DecodeExt', 'Y W.Jj', 'abc'],
  ['base64DecodeExt', '-Y_W=J\0j=', 'abc'],
  ['base64Encode', 'abc', 'YWJj'],
  ['base64Encode', '\xff', '/w=='],
  ['cmdLine', 'C^OMM"AND\\  /c', 'command/c'],
  ['cmdLine', 'a,;b', 'a b'],
  ['cmdLine', ' \t /x (y', '/x(y'],
  ['cmdLine', 'a "" /b', 'a/b'],
  ['cmdLine', 'x\v\xc0', 'x\v\xc0'],
  ['compressWhitespace', 'a \t\n b\xa0c', 'a b c'],
  ['compressWhitespace', '\v\f\r ', ' '],
  ['compressWhitespace', 'a\0 b', 'a\0 b'],
  ['cssDecode', 'ja\\vascript', 'javascript'],
  ['cssDecode', '\\6a avascript', 'javascript'],
  ['cssDecode', '\\6a  avascript', 'j avascript'],
  ['cssDecode', '\\ff1c', '<'],
  ['cssDecode', '\\0ff1c\\00ff1e\\11ff1c', '<>\x1c'],
  ['cssDecode', '\\000041b', 'Ab'],
  ['cssDecode', '\\0000411', 'A1'],
  ['cssDecode', 'a\\\nb', 'ab'],
  ['cssDecode', 'a\\', 'a'],
  ['cssDecode', '\\\\', '\\'],
  ['escapeSeqDecode', '\\x41\\102\\n\\q', 'AB\nq'],
  ['escapeSeqDecode', '\\a\\b\\f\\r\\t\\v\\\\\\?\\\'\\"', '\x07\b\f\r\t\v\\?\'"'],
  ['escapeSeqDecode', '\\x4g\\x\\8\\777\\1234', 'x4gx8\xffS4'],
  ['escapeSeqDecode', 'a\\', 'a\\'],
  ['hexDecode', '4142', 'AB'],
  ['hexDecode', '4142z3', 'AB'],
  ['hexDecode', '414', 'A'],
  ['hexEncode', 'AB', '4142'],
  ['hexEncode', '\x00\xfF', '00ff'],
  ['htmlEntityDecode', '&lt;&#x61;&#98&quot;&unknown;', '<ab"&unknown;'],
  ['htmlEntityDecode', '&#x141;', 'A'],
  ['htmlEntityDecode', '&LT&gT;&nBsp;&amp;amp;', '<>\xa0&amp;'],
  ['htmlEntityDecode', '&lt0&gtx&ltt;&l', '&lt0&gtx&ltt;&l'],
  ['htmlEntityDecode', '&#X3C;&#000060;&#60x', '<<<x'],
  ['htmlEntityDecode', '&#;&#x;&#xg;&&#60', '&#;&#x;&#xg;&<'],
  ['htmlEntityDecode', '&#18446744073709551676;', '\xff'],
  ['htmlEntityDecode', '&', '&'],
  ['jsDecode', '\\x3c\\u003e\\uff1c\\101\\n\\q', '<><A\nq'],
  ['jsDecode', '\\400', ' 0'],
  ['jsDecode', '\\u00\\x4\\8\\19', 'u00x48\x019'],
  ['jsDecode', '\\\'\\"\\\\', '\'"\\'],
  ['jsDecode', 'a\\', 'a\\'],
  ['length', 'abc', '3'],
  ['length', '', '0'],
  ['lowercase', 'ABC\xc0', 'abc\xc0'],
  ['lowercase', '@AZ[\xb5\xdf', '@az[\xb5\xdf'],
  ['md5', 'a', Buffer.from('0cc175b9c0f1b6a831c399e269772661', 'hex').toString('latin1')],
  ['normalizePath', '/a/./b/../c//d', '/a/c/d'],
  ['normalizePath', '../../a', '../../a'],
  ['normalizePath', '/../../a', '/a'],
  ['normalizePath', 'a/b/..', 'a'],
  ['normalizePath', 'a/b/../', 'a/'],
  ['normalizePath', 'a/../..//../b/.', '../../b'],
  ['normalizePath', './', ''],
  ['normalizePath', '.', ''],
  ['normalizePath', '/..', '/'],
  ['normalizePath', '//', '/'],
  ['normalizePath', 'a//', 'a/'],
  ['normalizePath', 'a/.b/..c/d../...', 'a/.b/..c/d../...'],
  ['normalizePathWin', '\\a\\..\\b', '/b'],
  ['normalizePathWin', 'c:\\a\\.\\b/..\\c\\', 'c:/a/c/'],
  ['parityEven7bit', '\x01\x03', '\x81\x03'],
  ['parityEven7bit', '\x81\x83', '\x81\x03'],
  ['parityOdd7bit', '\x01\x03', '\x01\x83'],
  ['parityZero7bit', '\x81', '\x01'],
  ['removeComments', 'a/*b*/c<!--d-->e#f', 'ace'],
  ['removeComments', 'a/*b', 'a '],
  ['removeComments', 'a<!--b', 'a '],
  ['removeComments', 'a--b', 'a'],
  ['removeComments', '/*a*//*/b*/c*/-d', 'c*/-d'],
  ['removeCommentsChar', 'a/*b*/--c#', 'abc'],
  ['removeCommentsChar', '<!--a-->b<!-c->--', 'ab<!-c->'],
  ['removeCommentsChar', '//**', '/*'],
  ['removeNulls', 'a\0b', 'ab'],
  ['removeWhitespace', 'a b\t\xa0c', 'abc'],
  ['removeWhitespace', '\n\v\f\r', ''],
  ['replaceComments', 'a/*b*/c/*d', 'a c '],
  ['replaceComments', 'a*/b', 'a*/b'],
  ['replaceComments', '/*/x*//**//', '  /'],
  ['replaceNulls', 'a\0b', 'a b'],
  ['sha1', 'a', Buffer.from('86f7e437faa5a7fce15d1ddcb9eaeaea377667b8', 'hex').toString('latin1')],
  ['sqlHexDecode', 'x=0x4142,0xz', 'x=AB,0xz'],
  ['sqlHexDecode', '0X61626,00x4g0x', 'ab6,00x4g0x'],
  ['trim', ' a ', 'a'],
  ['trim', '\v\xa0\f', '\xa0'],
  ['trimLeft', ' a ', 'a '],
  ['trimRight', ' a ', ' a'],
  ['uppercase', 'abc\xe0', 'ABC\xe0'],
  ['urlDecode', 'a%20b+%zz%4', 'a b %zz%4'],
  ['urlDecode', '%u0041%%41%', '%u0041%A%'],
  ['urlDecodeUni', '%u003c%uFF1e%41+%u00', '<>A %u00'],
  ['urlDecodeUni', '%U0041%u0141%uff00%uff5f%u%', 'AA\0\x5f%u%'],
  ['urlEncode', 'a b&', 'a+b%26'],
  ['urlEncode', '\0*-_\xff', '%00*%2d%5f%ff'],
  ['utf8toUnicode', 'a\xef\xbc\x9c\xc3\xa9', 'a%uff1c%u00e9'],
  ['utf8toUnicode', '\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf', '%u1f600%u10ffff'],
  ['utf8toUnicode', '\xc0\xaf\xed\xa0\x80', '%u002f\xc0%ud800\xed'],
  ['utf8toUnicode', '\xe2\x82<\xc3', '\x82<'],
  ['utf8toUnicode', '\x80\xbf\xff\0', '\x80\xbf\xff'],
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

  it('transforms values that are longer than the room that short ones share', () => {
    const piece = 'A%41\\x41&#65; \0/*x*/';
    const long = piece.repeat(20_000);
    for (const [name, transformation] of Object.entries(TRANSFORMATIONS)) {
      const one = transformation(piece);
      const isByPiece = transformation(piece.repeat(2)) === one.repeat(2) && !name.includes('64');
      if (isByPiece) expect(transformation(long) === one.repeat(20_000), name).toBe(true);
      else expect(transformation(long).length, name).toBeLessThanOrEqual(long.length * 3);
    }
  });

  it('finds names in any case', () => {
    expect(transformationNamed('URLDECODEUNI')).toBe('urlDecodeUni');
    expect(transformationNamed('rot13')).toBeUndefined();
  });
});
