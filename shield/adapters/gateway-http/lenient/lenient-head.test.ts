import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLenientBody } from './lenient-body.ts';
import { readLenientHead } from './lenient-head.ts';

const LIMITS = { headBytes: 4096, headerCount: 8 };

function read(text: string) {
  return readLenientHead(Buffer.from(text, 'latin1'), LIMITS);
}

describe('a head that Apache httpd takes', () => {
  it.each([
    ['any token as method', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n', { method: 'BREW' }],
    ['empty lines before it', '\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n', { method: 'GET' }],
    ['bytes above 127', 'GET /\xff\xe9 HTTP/1.1\r\nHost: a\r\nX: \xff\r\n\r\n', { target: '/\xff\xe9' }],
    ['a later version', 'GET / HTTP/1.9\r\nHost: a\r\n\r\n', { httpVersion: '1.9' }],
    ['no version', 'GET /\r\n', { httpVersion: '0.9', rawHeaders: [] }],
    ['no version but a space', 'GET / \r\nHost: a\r\n\r\n', { httpVersion: '0.9' }],
    ['HTTP/1.0 without Host', 'GET / HTTP/1.0\r\n\r\n', { rawHeaders: [] }],
    ['an empty Host', 'GET / HTTP/1.1\r\nHost:\r\n\r\n', { rawHeaders: ['Host', ''] }],
    ['blanks around a value', 'GET / HTTP/1.1\r\nHost: \t a \t\r\n\r\n', { rawHeaders: ['Host', 'a'] }],
    [
      'a folded line',
      'GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\t c\r\n\r\n',
      { rawHeaders: ['Host', 'a', 'X', 'b c'] },
    ],
    [
      'a length beside chunks, taken away',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
      { rawHeaders: ['Host', 'a', 'Transfer-Encoding', 'chunked'] },
    ],
  ])('%s', (_, text, head) => {
    expect(read(text)).toMatchObject({ kind: 'head', head });
  });

  it.each([
    ['/a?b#c', '/a?b'],
    ['*', '/'],
    ['http://elsewhere.test', '/'],
    ['HTTP://elsewhere.test/a', '/a'],
    ['http://elsewhere.test?b', '/?b'],
  ])('with the target %s goes on to %s', (target, path) => {
    const { facts } = read(`GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`) as { facts: object };
    expect(facts).toMatchObject({ path });
    expect(facts).not.toHaveProperty('unforwardable');
  });

  it.each([
    ['GET', 'index.html HTTP/1.1', 'bad-target', 400],
    ['CONNECT', 'a.test:443 HTTP/1.1', 'connect-method', 405],
    ['GET', '/', 'http-0.9', 0],
  ])('%s %s leads nowhere', (method, rest, code, status) => {
    expect(read(`${method} ${rest}\r\nHost: a\r\n\r\n`)).toMatchObject({
      facts: { unforwardable: { code, status } },
    });
  });
});

describe('a head that Apache httpd refuses', () => {
  it.each([
    ['bad-method', '  GET / HTTP/1.1\r\n'],
    ['bad-method', 'G@T / HTTP/1.1\r\n'],
    ['bad-target', 'GET  / HTTP/1.1\r\n'],
    ['bad-target', 'GET /\x01 HTTP/1.1\r\n'],
    ['bad-target', 'GET\r\n'],
    ['bad-target', 'CONNECT a.test HTTP/1.1\r\n'],
    ['bad-version', 'GET / HTTP/0.9\r\n'],
    ['bad-version', 'GET / TEST\r\n'],
    ['bad-version', 'GET /a b HTTP/1.1\r\n'],
    ['bad-version', 'POST /\r\n'],
    ['bare-line-feed', 'GET / HTTP/1.1\n'],
    ['bare-line-feed', 'GET / HTTP/1.1\r\nHost: a\n\r\n'],
    ['obsolete-folding', 'GET / HTTP/1.1\r\n Host: a\r\n'],
    ['bad-header', 'GET / HTTP/1.1\r\nHost : a\r\n'],
    ['bad-header', 'GET / HTTP/1.1\r\nHost\r\n'],
    ['bad-header', 'GET / HTTP/1.1\r\nHost: a\0\r\n'],
    ['bad-header', 'GET / HTTP/1.1\r\nHost: a\rb\r\n'],
    ['missing-host', 'GET / HTTP/1.1\r\n\r\n'],
    ['duplicate-host', 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n'],
    ['bad-host', 'GET / HTTP/1.1\r\nHost: a%00\r\n\r\n'],
    ['bad-content-length', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3x\r\n\r\n'],
    ['bad-content-length', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n'],
    ['bad-transfer-coding', 'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n'],
    ['unknown-expectation', 'GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n'],
    ['too-many-headers', `GET / HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(8)}\r\n`],
    ['head-too-large', `GET /${'a'.repeat(5000)} HTTP/1.1\r\n`],
    ['head-too-large', `GET / HTTP/1.1\r\nX: ${'a'.repeat(5000)}`],
  ])('%s: %j', (code, text) => {
    expect(read(text)).toMatchObject({ kind: 'refused', fault: { code } });
  });
});

it('reads the same whatever pieces the bytes come in', () => {
  const whole = 'POST /a HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\nContent-Length: 2\r\n\r\nhi';
  fc.assert(
    fc.property(fc.nat(whole.length), (length) => {
      const reading = read(whole.slice(0, length));
      expect(reading).toEqual(length < whole.length - 2 ? { kind: 'more' } : read(whole));
    }),
  );
});

describe('a body', () => {
  it.each([
    ['of known length', 'abcdef', 3, { kind: 'whole', usedBytes: 3 }, 'abc'],
    ['that is cut short', 'ab', 3, { kind: 'more' }, 'ab'],
    ['of none', 'abc', 0, { kind: 'whole', usedBytes: 0 }, ''],
    [
      'in chunks',
      '3;x=y\r\nabc\r\n01\r\nd\r\n0\r\nT: u\r\n\r\nnext',
      null,
      { kind: 'whole', usedBytes: 30 },
      'abcd',
    ],
    ['in chunks that are cut short', '3\r\nabc\r\n5\r\nde', null, { kind: 'more' }, 'abcde'],
    ['in chunks without an end', '3\r\nabc\r\n', null, { kind: 'more' }, 'abc'],
  ] as const)('%s', (_, text, length, expected, bytes) => {
    const body = readLenientBody(Buffer.from(text, 'latin1'), length);
    expect(body).toMatchObject(expected);
    expect(body.kind === 'bad' ? null : body.bytes.toString('latin1')).toBe(bytes);
  });

  it.each(['x\r\n', '3\r\nabcd\r\n', ' 3\r\nabc\r\n', `${'0'.repeat(2000)}`])('refuses %j', (text) => {
    expect(readLenientBody(Buffer.from(text, 'latin1'), null).kind).toBe('bad');
  });
});
