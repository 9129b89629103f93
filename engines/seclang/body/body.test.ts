import { describe, expect, it } from 'vitest';
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
