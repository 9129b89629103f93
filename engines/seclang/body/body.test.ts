import { describe, expect, it } from 'vitest';
import { KnownNames } from '../transaction/known-names.ts';
import { BODY_PROCESSORS, type BodyProcessorName, processorForContentType } from './processor.ts';
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

  it.each([
    ['<a>1</b>', /^XML: /],
    ['<a>1', /^XML: /],
    ['x<a/>', /^XML: /],
    ['', /^XML: /],
    ['<a/><b/>', /^XML: /],
    ['<a b="1" b="2"/>', /^XML: /],
    ['<a>&unknown;</a>', /^XML: /],
    ['<!DOCTYPE a [<!ENTITY e SYSTEM "file:///marker">]><a>&e;</a>', /^XML: /],
    ['<!DOCTYPE a [<!ENTITY e "1"><!ENTITY f "&e;&e;">]><a>&f;</a>', /^XML: /],
    ['<a>'.repeat(257), /^XML: nested deeper than 256/],
    [
      '<a b="1" c="2"/>'.replace('/>', Array.from({ length: 4096 }, (_, at) => ` x${at}=""`).join('')),
      /^XML: /,
    ],
  ])('%# is an error', (text, error) => {
    expect(parseXml(text).error).toMatch(error);
  });

  it.each([
    ['<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://marker.test/"><a>1</a>', '1'],
    ['<a><!-- c -->t<?p i?></a>', 't'],
    ['<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;</a>', '<>&"\'AB'],
    [`${'<a>'.repeat(256)}x${'</a>'.repeat(256)}`, 'x'],
    ['<a xmlns:q="u" q:b="v">\xd8\xb4</a>', '\xd8\xb4'],
  ])('%# is read', (text, content) => {
    expect(parseXml(text)).toMatchObject({ error: null, xml: { text: content } });
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

it.each<[processor: BodyProcessorName, contentType: string, body: string]>([
  ['URLENCODED', '', 'a&b&c'],
  ['JSON', '', '[1,2,3]'],
  ['JSON', '', '[[[[1]]]]'],
  ['XML', '', '<a b="1" c="2" d="3"/>'],
  [
    'MULTIPART',
    'multipart/form-data; boundary=B',
    `${'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(3)}--B--\r\n`,
  ],
])('%s says when there is more than it may read', (processor, contentType, body) => {
  const known = new KnownNames();
  const wide = { known, contentType, fieldLimit: 9, jsonDepthLimit: 9 };
  expect(BODY_PROCESSORS[processor](body, wide).error).toBeNull();
  const narrow = { known, contentType, fieldLimit: 2, jsonDepthLimit: 3 };
  expect(BODY_PROCESSORS[processor](body, narrow).error).toMatch(/more than 2|deeper than 3/);
});
