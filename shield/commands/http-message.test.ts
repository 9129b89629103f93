import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageFromFlags, parseHttpMessage } from './http-message.ts';
import { UserError } from './user-error.ts';

describe('a raw request', () => {
  it.each([
    ['CRLF', '\r\n'],
    ['LF', '\n'],
  ])('with %s is read as it stands: nothing is decoded, joined or put in order', (_, eol) => {
    const lines = [
      'POST /a/../b?q=%41 HTTP/1.1',
      'Host: x',
      'X-A: 1',
      'x-a:  2 ',
      'X-Empty:',
      '',
      'body: yes\n\n',
    ];
    const message = parseHttpMessage(Buffer.from(lines.join(eol)));
    expect(message).toMatchObject({ method: 'POST', target: '/a/../b?q=%41', httpVersion: '1.1' });
    expect(message.headers).toEqual([
      ['Host', 'x'],
      ['X-A', '1'],
      ['x-a', '2'],
      ['X-Empty', ''],
    ]);
    expect(message.body.toString()).toBe('body: yes\n\n');
  });

  it('may end after its head, and keeps bytes above 127', () => {
    expect(parseHttpMessage(Buffer.from('GET / HTTP/1.0')).body).toHaveLength(0);
    const bytes = Buffer.concat([
      Buffer.from('GET /'),
      Buffer.from([0xe9, 0xff]),
      Buffer.from(' HTTP/1.1\n\n'),
    ]);
    expect(parseHttpMessage(bytes).target).toBe('/\xe9\xff');
    expect(parseHttpMessage(bytes).body).toHaveLength(0);
  });

  it.each([
    ['nothing', '', 'line 1'],
    ['no request line', 'hello', 'line 1'],
    ['HTTP/0.9', 'GET /', 'line 1'],
    ['a line that is no header', 'GET / HTTP/1.1\nHost: a\nnonsense\n\n', 'line 3'],
    ['a header without a name', 'GET / HTTP/1.1\n: a\n\n', 'line 2'],
  ])('is refused for %s, with the line', (_, text, where) => {
    expect(() => parseHttpMessage(Buffer.from(text))).toThrow(UserError);
    expect(() => parseHttpMessage(Buffer.from(text))).toThrow(where);
  });

  it('is read or refused, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          parseHttpMessage(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

describe('a request from options', () => {
  const flags = { method: null, url: '/', headers: [], data: null };

  it.each([
    ['/a/../b?x=1', 'localhost', '/a/../b?x=1'],
    ['a', 'localhost', '/a'],
    ['https://Portal.example:8443/p?q#f', 'Portal.example:8443', '/p?q'],
    ['http://h', 'h', '/'],
    ['/سلام', 'localhost', '/\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85'],
  ])('for %s asks host %s for %s', (url, host, target) => {
    const message = messageFromFlags({ ...flags, url });
    expect([message.method, message.target, message.headers[0]]).toEqual(['GET', target, ['Host', host]]);
  });

  it('has the headers of a well-behaved client, and those given in their place', () => {
    const message = messageFromFlags({
      ...flags,
      headers: ['user-agent: x', 'Cookie: a=b'],
      data: Buffer.from('q=1'),
    });
    expect(message.method).toBe('POST');
    expect(message.headers).toEqual([
      ['Host', 'localhost'],
      ['Accept', '*/*'],
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Content-Length', '3'],
      ['user-agent', 'x'],
      ['Cookie', 'a=b'],
    ]);
  });

  it('refuses a header that is none', () => {
    expect(() => messageFromFlags({ ...flags, headers: ['nonsense'] })).toThrow(
      '--header is no header: "nonsense"',
    );
  });
});
