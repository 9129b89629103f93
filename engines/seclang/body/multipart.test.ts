import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDisposition } from './disposition.ts';
import { parseMultipart } from './multipart.ts';
import type { Field, MultipartFlags } from './parsed-body.ts';

const pairs = (fields: readonly Field[]) => fields.map(({ key, value }) => [key, value]);

describe('multipart bodies', () => {
  const type = 'multipart/form-data; boundary=B';
  const part = (disposition: string, content: string) =>
    `--B\r\nContent-Disposition: ${disposition}\r\n\r\n${content}\r\n`;
  const body = (parts: string) => `${parts}--B--\r\n`;
  const A = part('form-data; name="a"', '1');

  it('gives fields, files and part headers', () => {
    const body = `${part('form-data; name="a"', '1')}${part('form-data; name="f"; filename="x.php"', 'data')}--B--\r\n`;
    const parsed = parseMultipart(body, type);
    expect(parsed.error).toBeNull();
    expect(pairs(parsed.fields)).toEqual([['a', '1']]);
    expect(parsed.files).toEqual([{ field: 'f', fileName: 'x.php', sizeBytes: 4 }]);
    expect(parsed.partHeaders?.[0]).toEqual(['a', 'Content-Disposition: form-data; name="a"']);
    expect(Object.values(parsed.flags ?? {})).not.toContain(true);
  });

  it.each<[flag: keyof MultipartFlags, contentType: string, body: string]>([
    ['boundaryQuoted', 'multipart/form-data; boundary="B"', `${part('form-data; name="a"', '1')}--B--\r\n`],
    [
      'boundaryWhitespace',
      'multipart/form-data; boundary =B',
      `${part('form-data; name="a"', '1')}--B--\r\n`,
    ],
    ['dataBefore', type, `x\r\n${part('form-data; name="a"', '1')}--B--\r\n`],
    ['dataAfter', type, `${part('form-data; name="a"', '1')}--B--\r\nx`],
    ['headerFolding', type, '--B\r\nContent-Disposition: form-data;\r\n name="a"\r\n\r\n1\r\n--B--\r\n'],
    [
      'invalidHeaderFolding',
      type,
      '--B\r\n X: y\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--B--\r\n',
    ],
    ['lfLine', type, '--B\nContent-Disposition: form-data; name="a"\n\n1\n--B--\n'],
    ['crlfLfLines', type, '--B\r\nContent-Disposition: form-data; name="a"\n\n1\n--B--\n'],
    ['missingSemicolon', type, `${part('form-data name="a"', '1')}--B--\r\n`],
    ['invalidQuoting', type, `${part("form-data; name='a'", '1')}--B--\r\n`],
    ['invalidPart', type, `${part('attachment', '1')}--B--\r\n`],
    ['dataBefore', type, `\r\n${part('form-data; name="a"', '1')}--B--\r\n`],
    ['dataAfter', type, `${part('form-data; name="a"', '1')}--B--\r\n\r\n`],
    ['unmatchedBoundary', type, `${part('form-data; name="a"', '1\r\n--BB')}--B--\r\n`],
  ])('flags %s', (flag, contentType, body) => {
    expect(parseMultipart(body, contentType).flags?.[flag]).toBe(true);
  });

  it.each<[what: string, contentType: string, body: string]>([
    ['no boundary', 'multipart/form-data', ''],
    ['an empty boundary', 'multipart/form-data; boundary=', body(A)],
    ['two boundaries', 'multipart/form-data; boundary=B; boundary=C', ''],
    ['a boundary in capitals', 'multipart/form-data; BOUNDARY=B', body(A)],
    ['a comma before the boundary', 'multipart/form-data, boundary=B', body(A)],
    ['text behind a quoted boundary', 'multipart/form-data; boundary="B"x', body(A)],
    ['a space behind the boundary', 'multipart/form-data; boundary=B ', body(A)],
    [
      'a byte that no boundary has',
      'multipart/form-data; boundary=\xe9',
      body(A).replaceAll('--B', '--\xe9'),
    ],
    ['no final boundary', type, A],
    ['no boundary in the body', type, 'x'],
    ['a delimiter with white space', type, `${A}--B \r\n${A}--B--\r\n`],
    ['a final boundary with white space', type, `${A}--B-- \r\n`],
    ['a line that begins as a delimiter', type, body(part('form-data; name="a"', '1\r\n--Bx'))],
    ['a part without headers', type, '--B\r\n\r\n1\r\n--B--\r\n'],
    ['a part without disposition', type, '--B\r\nX: y\r\n\r\n1\r\n--B--\r\n'],
    [
      'a part with two dispositions',
      type,
      `--B\r\nContent-Disposition: form-data; name="b"\r\n${A.slice(5)}--B--\r\n`,
    ],
    [
      'a part without an end of its headers',
      type,
      '--B\r\nContent-Disposition: form-data; name="a"\r\n--B--\r\n',
    ],
    [
      'a part without even an empty content',
      type,
      '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n--B--\r\n',
    ],
    ['a header without colon', type, `--B\r\nX\r\n${A.slice(5)}--B--\r\n`],
    ['a space before the colon', type, body(A.replace('tion:', 'tion :'))],
    ['a folded first header', type, `--B\r\n X: y\r\n${A.slice(5)}--B--\r\n`],
    ['NUL in a header', type, body(A.replace('"a"', '"a\0"'))],
    ['too many parts', type, body(A.repeat(1001))],
  ])('%s is an error', (_what, contentType, text) => {
    expect(parseMultipart(text, contentType).error).toMatch(/^Multipart: /);
  });

  it.each<[what: string, content: string]>([
    ['line feeds alone', 'a\nb\n'],
    ['dashes', '-- a signature\r\n--'],
    ['the boundary within a line', 'x --B\r\n --B'],
    ['nothing', ''],
    ['a carriage return', 'a\rb'],
    ['any byte', '\0\xff'],
  ])('%s in the content means nothing', (_what, content) => {
    const parsed = parseMultipart(body(part('form-data; name="a"', content)), type);
    expect(pairs(parsed.fields)).toEqual([['a', content]]);
    expect(parsed.error).toBeNull();
    expect(Object.values(parsed.flags ?? {})).not.toContain(true);
  });

  it('keeps the headers of parts under their names, as rules about character sets want them', () => {
    const file =
      'Content-Disposition: form-data; name="f"; filename="x"\r\nContent-Type: text/html; charset=utf-7';
    const text = `--B\r\n${file}\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n${part('form-data; name="_charset_"', 'utf-7')}--B--\r\n`;
    const { partHeaders, fields, files } = parseMultipart(text, type);
    expect(partHeaders).toEqual([
      ['f', 'Content-Disposition: form-data; name="f"; filename="x"'],
      ['f', 'Content-Type: text/html; charset=utf-7'],
      ['f', 'Content-Transfer-Encoding: base64'],
      ['_charset_', 'Content-Disposition: form-data; name="_charset_"'],
    ]);
    expect(pairs(fields)).toEqual([['_charset_', 'utf-7']]);
    // Content stays as it came: no form is sent with a transfer encoding (RFC 7578 §4.7).
    expect(files).toEqual([{ field: 'f', fileName: 'x', sizeBytes: 4 }]);
  });

  it('takes a part that is cut off as far as it goes', () => {
    expect(pairs(parseMultipart(A.slice(0, -2), type).fields)).toEqual([['a', '1']]);
  });

  it('reads any bytes without failing', () => {
    const pieces = fc.constantFrom(
      ...[
        '--B',
        '--B--',
        '\r\n',
        '\n',
        'Content-Disposition: form-data; name="a"',
        ' ',
        ':',
        '"',
        'x',
        '\0',
        ';',
        '--',
      ],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const { error, fields } = parseMultipart(parts.join(''), type);
        expect(error === null || error.startsWith('Multipart: ')).toBe(true);
        if (error === null) expect(fields.every(({ key }) => key === 'a')).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('Content-Disposition of a part', () => {
  it.each<[text: string, name: string, fileName: string | null]>([
    [' form-data; name="a"', 'a', null],
    ['form-data;name=a;', 'a', null],
    ['form-data ; name = "a" ; filename = b.txt', 'a', 'b.txt'],
    ['form-data; filename="x"; name="a"', 'a', 'x'],
    ['form-data; name="a\\"b\\\\c\\d"', 'a"b\\c\\d', null],
    ['form-data; name="a;b=c"', 'a;b=c', null],
    ['form-data; name="f"; filename=""', 'f', null],
    ['form-data; name="f"; filename="a b"; filename*=utf-8\'\'a%20b', 'f', 'a b'],
    ['form-data; name="\xc3\xa9"', '\xc3\xa9', null],
  ])('%j is valid', (text, name, fileName) => {
    const flags = { invalidQuoting: false, missingSemicolon: false, isValid: true };
    expect(parseDisposition(text)).toEqual({ name, fileName, ...flags });
  });

  it.each<[text: string, name: string, fileName: string | null]>([
    ['attachment; name="a"', 'a', null],
    ['Form-Data; name="a"', 'a', null],
    ['form-data', '', null],
    ['form-data; name=""', '', null],
    ['form-data; NAME="a"', 'a', null],
    ['form-data; name="a"; name="b"', 'a', null],
    ['form-data; name="a"; foo="b"', 'a', null],
    ['form-data name="a"', 'a', null],
    ['form-data; name="a"filename="x"', 'a', 'x'],
    ['form-data; name="a', '', null],
    ['form-data; name="a" x', 'a', null],
    ['form-data; name=a b', 'a', null],
    ['form-data; name="f"; filename="a.txt"; filename*=utf-8\'\'x+%2ephp', 'f', 'a.txt'],
    ['form-data; name="f"; filename*=utf-8\'\'x+%2ephp', 'f', 'x+.php'],
    ['; name="a"', 'a', null],
    ['', '', null],
  ])('%j is not', (text, name, fileName) => {
    expect(parseDisposition(text)).toMatchObject({ name, fileName, isValid: false });
  });

  it.each([
    ["form-data; name='a'", 'a'],
    ["form-data; name=a'b", "a'b"],
  ])('%j is quoted in a way that others read differently', (text, name) => {
    expect(parseDisposition(text)).toMatchObject({ name, invalidQuoting: true, isValid: true });
  });

  it('takes long stretches of white space at once', () => {
    const blank = ' '.repeat(200_000);
    for (const text of [
      `form-data${blank}x`,
      `form-data;${blank}`,
      `form-data; name="a"${blank}x`,
      `form-data; name${blank}`,
    ])
      expect(typeof parseDisposition(text).isValid).toBe('boolean');
  });
});
