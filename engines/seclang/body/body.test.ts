import { describe, expect, it } from 'vitest';
import { parseMultipart } from './multipart.ts';
import type { MultipartFlags } from './parsed-body.ts';
import { processorForContentType } from './processor.ts';
import { parseXml } from './xml.ts';

describe('XML bodies', () => {
  it('gives text and attribute values', () => {
    const { xml, error } = parseXml('<a b="1"><c d="&lt;&#x2039;">x<![CDATA[<y>]]></c>z</a>');
    expect(error).toBeNull();
    expect(xml).toEqual({ text: 'x<y>z', attributes: ['1', '<\xe2\x80\xb9'] });
  });

  it('says what is not well-formed and keeps what came before', () => {
    const { xml, error } = parseXml('<a b="1">x</c>');
    expect(error).toMatch(/^XML: /);
    expect(xml?.attributes).toEqual(['1']);
  });

  it('does not expand entities that the document declares', () => {
    expect(parseXml('<!DOCTYPE a [<!ENTITY e "boom">]><a>&e;</a>').xml?.text ?? '').not.toContain('boom');
  });
});

describe('multipart bodies', () => {
  const type = 'multipart/form-data; boundary=B';
  const part = (disposition: string, content: string) =>
    `--B\r\nContent-Disposition: ${disposition}\r\n\r\n${content}\r\n`;

  it('gives fields, files and part headers', () => {
    const body = `${part('form-data; name="a"', '1')}${part('form-data; name="f"; filename="x.php"', 'data')}--B--\r\n`;
    const parsed = parseMultipart(body, type);
    expect(parsed.error).toBeNull();
    expect(parsed.fields).toEqual([['a', '1']]);
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
    ['unmatchedBoundary', type, `${part('form-data; name="a"', '1\r\n--BB')}--B--\r\n`],
  ])('flags %s', (flag, contentType, body) => {
    expect(parseMultipart(body, contentType).flags?.[flag]).toBe(true);
  });

  it.each([
    ['no boundary', 'multipart/form-data', ''],
    ['two boundaries', 'multipart/form-data; boundary=B; boundary=C', ''],
    ['no final boundary', type, part('form-data; name="a"', '1')],
    ['a repeated name', type, `${part('form-data; name="a"; name="b"', '1')}--B--\r\n`],
  ])('%s is an error', (_what, contentType, body) => {
    expect(parseMultipart(body, contentType).error).toMatch(/^Multipart: /);
  });
});

it.each([
  ['application/json; charset=utf-8', 'JSON'],
  ['application/vnd.api+json', 'JSON'],
  ['text/xml', 'XML'],
  ['application/soap+xml', 'XML'],
  ['Multipart/Form-Data; boundary=x', 'MULTIPART'],
  ['text/plain', null],
])('the processor for %s is %s', (contentType, processor) => {
  expect(processorForContentType(contentType)).toBe(processor);
});
