import { describe, expect, it } from 'vitest';
import { echo } from './echo.ts';
import { readResponse } from './response-reader.ts';

const RULES = { reflection: null, format: 4 } as const;

function asked(method: string, path: string, body = '') {
  return echo({ method, path, headers: [['Host', 'a']], body }, RULES);
}

function reflected(spec: object) {
  return asked('POST', '/reflect', Buffer.from(JSON.stringify(spec)).toString('latin1'));
}

describe('the upstream', () => {
  it.each([
    ['any path', asked('BREW', '/x/y?z'), { status: 200, headers: [], body: '' }],
    ['a reflection that is no POST', asked('GET', '/reflect'), { status: 200, body: '' }],
    ['a reflection of nothing', asked('POST', '/reflect', 'no json'), { status: 400 }],
    ['a status', reflected({ status: 404 }), { status: 404, body: '' }],
    ['a status that is none', reflected({ status: 999 }), { status: 200 }],
    ['a body', reflected({ body: 'é' }), { body: '\xc3\xa9' }],
    ['an encoded body', reflected({ encodedBody: '/wA=' }), { body: '\xff\x00' }],
    [
      'fields, without those that are none or that frame it',
      reflected({ headers: { 'X-A': 'b', 'X B': 'c', 'X-C': 'd\r\ne', 'Content-Length': '9' } }),
      { headers: [['X-A', 'b']] },
    ],
    [
      'what it can do',
      asked('GET', '/capabilities?quiet=true'),
      { body: expect.stringContaining('{"path":"/reflect"}') },
    ],
  ])('answers %s', (_, response, expected) => {
    expect(response).toMatchObject(expected);
  });

  it.each([
    [' <!DOCTYPE HTML><p>', 'text/html; charset=utf-8'],
    ['<?xml version="1.0"?>', 'text/xml; charset=utf-8'],
    ['{"a": 1}', 'text/plain; charset=utf-8'],
    ['words', 'text/plain; charset=utf-8'],
    ['a\0b', 'application/octet-stream'],
    ['%PDF-1.7', 'application/pdf'],
  ])('guesses the type of %j', (body, type) => {
    expect(reflected({ body }).headers).toEqual([['Content-Type', type]]);
    const headers = { 'content-type': 'a/b' };
    expect(reflected({ body, headers }).headers).toEqual([['content-type', 'a/b']]);
  });

  it('shows tests of CRS 3 what they sent, where they ask for it', () => {
    const request = { method: 'POST', path: '/post', headers: [], body: 'a' };
    expect(JSON.parse(echo(request, { ...RULES, format: 3 }).body)).toMatchObject({
      url: '/post',
      data: 'a',
    });
    expect(echo(request, RULES).body).toBe('');
  });
});

describe('an answer', () => {
  it.each([
    ['of known length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', false, 200],
    [
      'after an interim one',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n',
      false,
      404,
    ],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n', false, 200],
    ['without a body', 'HTTP/1.1 304 Same\r\nContent-Length: 9\r\n\r\n', false, 304],
    ['to its end', 'HTTP/1.0 200 OK\r\n\r\nhi', true, 200],
    ['that goes on', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi', false, null],
    ['whose end is to come', 'HTTP/1.1 200 OK\r\n\r\nhi', false, null],
    ['that is no HTTP', 'hello\r\n\r\n', true, null],
    ['of no bytes', '', true, null],
  ])('%s', (_, text, closed, status) => {
    const response = readResponse(Buffer.from(text), { method: 'GET', closed });
    expect(response?.status ?? null).toBe(status);
  });
});
