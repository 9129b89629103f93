import { describe, expect, it } from 'vitest';
import { fillTemplate } from './go-template.ts';
import { requestBytes } from './request-bytes.ts';
import type { FtwInput } from './test-case.ts';

const INPUT: FtwInput = {
  method: 'POST',
  uri: '/a',
  version: 'HTTP/1.1',
  headers: [['Host', 'b']],
  data: null,
  rawRequest: null,
  autocompleteHeaders: true,
  saveCookie: false,
  followRedirect: false,
  response: null,
};
const NOTHING = { cookie: '', location: null };
const FORM = 'Content-Type: application/x-www-form-urlencoded';

function sent(changes: Partial<FtwInput>, carried: Parameters<typeof requestBytes>[1] = NOTHING): string {
  return requestBytes({ ...INPUT, ...changes }, carried).toString('latin1');
}

describe('the bytes of a stage', () => {
  it.each([
    ['no data', {}, 'Host: b\r\nConnection: close\r\n\r\n'],
    ['data', { data: 'a=b' }, `Host: b\r\n${FORM}\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=b`],
    ['nothing completed', { data: 'a=b', autocompleteHeaders: false }, 'Host: b\r\n\r\na=b'],
    [
      'fields of its own',
      {
        data: 'x',
        headers: [
          ['content-type', 'text/plain'],
          ['content-length', '9'],
          ['connection', 'keep-alive'],
        ],
      },
      'content-type: text/plain\r\ncontent-length: 9\r\nconnection: keep-alive\r\n\r\nx',
    ],
    [
      'chunks',
      {
        data: '0\r\n\r\n',
        headers: [
          ['Transfer-Encoding', 'chunked'],
          ['Content-Type', 'a/b'],
        ],
      },
      'Transfer-Encoding: chunked\r\nContent-Type: a/b\r\nConnection: close\r\n\r\n0\r\n\r\n',
    ],
    [
      'a multipart body with line feeds alone',
      { data: '--x\n\n--x--\r\n', headers: [['Content-Type', 'multipart/form-data; boundary=x']] },
      'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 14\r\nConnection: close\r\n\r\n--x\r\n\r\n--x--\r\n',
    ],
  ] satisfies readonly (readonly [string, Partial<FtwInput>, string])[])('with %s', (_, changes, rest) => {
    expect(sent(changes)).toBe(`POST /a HTTP/1.1\r\n${rest}`);
  });

  it.each([
    ['plain text', 'b=<x y>&a=é', 'a=%C3%A9&b=%3Cx+y%3E'],
    ['what is encoded', 'b=%20&a=<', 'b=%20&a=<'],
    ['what is no list of names and values', '{"a": 1}', '{"a": 1}'],
    ['what Go cannot parse', 'a=1;b=2', 'a=1;b=2'],
    ['what cannot be decoded', 'a=100%', 'a=100%'],
  ])('encode form data that is %s as go-ftw does', (_, data, body) => {
    const text = sent({ data: Buffer.from(data, 'utf8').toString('latin1') });
    expect(text.slice(text.indexOf('\r\n\r\n') + 4)).toBe(Buffer.from(body, 'utf8').toString('latin1'));
  });

  it('are those of a raw request where there is one, whatever else is said', () => {
    expect(sent({ rawRequest: 'GET\n', data: 'x' })).toBe('GET\n');
  });

  it('carry cookies, and go where the stage before was redirected to', () => {
    const carried = { cookie: 'a=b', location: '/there' };
    expect(sent({ followRedirect: true }, carried)).toMatch(
      /^POST \/there HTTP\/1\.1\r\n[\s\S]*Cookie: a=b\r\n/,
    );
    expect(sent({ headers: [['Cookie', 'own']] }, carried)).toMatch(
      /^POST \/a [\s\S]*Cookie: own\r\n(?![\s\S]*a=b)/,
    );
  });
});

describe('a template', () => {
  it.each([
    ['a={{ "+" | repeat 3 }}b', 'a=+++b'],
    ['{{ repeat 2 "ab" | upper }}', 'ABAB'],
    ['{{- `a"b` -}}', 'a"b'],
    ['{{ "\\x41\\u00e9\\n" }}', 'A\xc3\xa9\n'],
    ['{{ "a" | b64enc }}{{ "b" }}', 'YQ==b'],
    ['{{ 7 }}', '7'],
  ])('%s is filled in', (text, filled) => {
    expect(fillTemplate(text)).toBe(filled);
  });

  it.each([
    '{{7*7}}',
    "{{constructor.constructor('x')()}}",
    '{{ .Name }}',
    '{{ env "HOME" }}',
    '{{ "a" | repeat 999999999 }}',
    '{{}}',
    '{{ "a" }}{{7*7}}',
    '{{ "open }}',
    '{{ toString }}',
    '{{<%[%\'"}}%\\',
  ])('%s is left as it is', (text) => {
    expect(fillTemplate(text)).toBe(text);
  });
});
