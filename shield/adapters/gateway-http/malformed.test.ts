import { describe, expect, test } from 'vitest';
import { eventually, exchangeRaw, options, recordingGuard, serve, startGateway } from './gateway-fixture.ts';

const HEAD = 'POST / HTTP/1.1\r\nHost: portal.test\r\n';
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n`;

/** What came, the code of the refusal, and the status of the answer. */
const REFUSED: readonly (readonly [name: string, bytes: string, code: string, status: number])[] = [
  [
    'Content-Length, then Transfer-Encoding',
    `${HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'conflicting-length',
    400,
  ],
  [
    'Transfer-Encoding, then Content-Length',
    `${CHUNKED}Content-Length: 3\r\n\r\n0\r\n\r\n`,
    'conflicting-length',
    400,
  ],
  [
    'two Content-Lengths that differ',
    `${HEAD}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`,
    'conflicting-length',
    400,
  ],
  [
    'two Content-Lengths alike',
    `${HEAD}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`,
    'conflicting-length',
    400,
  ],
  ['a list as Content-Length', `${HEAD}Content-Length: 3, 3\r\n\r\nabc`, 'bad-content-length', 400],
  ['a signed Content-Length', `${HEAD}Content-Length: +3\r\n\r\nabc`, 'bad-content-length', 400],
  ['a negative Content-Length', `${HEAD}Content-Length: -3\r\n\r\nabc`, 'bad-content-length', 400],
  ['a hexadecimal Content-Length', `${HEAD}Content-Length: 0x3\r\n\r\nabc`, 'bad-content-length', 400],
  ['an empty Content-Length', `${HEAD}Content-Length: \r\n\r\nabc`, 'bad-content-length', 400],
  [
    'a Content-Length beyond 64 bits',
    `${HEAD}Content-Length: 99999999999999999999999\r\n\r\n`,
    'bad-content-length',
    400,
  ],
  [
    'a Content-Length beyond exact numbers',
    `${HEAD}Content-Length: 9999999999999999\r\n\r\n`,
    'bad-content-length',
    400,
  ],
  ['a space inside Content-Length', `${HEAD}Content-Length: 1 2\r\n\r\nabc`, 'bad-content-length', 400],
  [
    'chunked not last',
    `${HEAD}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`,
    'bad-transfer-coding',
    400,
  ],
  [
    'a coding before chunked',
    `${HEAD}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    'bad-transfer-coding',
    400,
  ],
  ['identity', `${HEAD}Transfer-Encoding: identity\r\n\r\n0\r\n\r\n`, 'bad-transfer-coding', 400],
  [
    'identity and chunked in two fields',
    `${HEAD}Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'bad-transfer-coding',
    400,
  ],
  ['chunked twice', `${CHUNKED}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 'bad-transfer-coding', 400],
  [
    'a coding that looks like chunked',
    `${HEAD}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    'bad-transfer-coding',
    400,
  ],
  [
    'a vertical tab before chunked',
    `${HEAD}Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n`,
    'bad-header',
    400,
  ],
  [
    'chunked in HTTP/1.0',
    'POST / HTTP/1.0\r\nHost: portal.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'coding-in-http-1.0',
    400,
  ],
  ['a space before the colon', 'GET / HTTP/1.1\r\nHost : portal.test\r\n\r\n', 'bad-header', 400],
  [
    'a space before the colon of Transfer-Encoding',
    `${HEAD}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`,
    'bad-header',
    400,
  ],
  ['an empty field name', `${HEAD}: x\r\n\r\n`, 'bad-header', 400],
  ['a line without a colon', `${HEAD}x\r\n\r\n`, 'bad-header', 400],
  ['a field name that is no token', `${HEAD}x(y: z\r\n\r\n`, 'bad-header', 400],
  ['a NUL in a value', `${HEAD}X: a\0b\r\n\r\n`, 'bad-header', 400],
  ['a folded value', `${HEAD}X: a\r\n b\r\n\r\n`, 'obsolete-folding', 400],
  ['a folded first line', 'GET / HTTP/1.1\r\n Host: portal.test\r\n\r\n', 'obsolete-folding', 400],
  ['bare line feeds', 'GET / HTTP/1.1\nHost: portal.test\n\n', 'bare-line-feed', 400],
  [
    'a bare line feed after a value',
    'GET / HTTP/1.1\r\nHost: portal.test\nX: y\r\n\r\n',
    'bare-line-feed',
    400,
  ],
  ['a bare carriage return in a value', `${HEAD}X: a\rb\r\n\r\n`, 'bare-carriage-return', 400],
  ['a chunk size that is no number', `${CHUNKED}\r\nzz\r\n`, 'bad-chunk', 400],
  ['a chunk size with 0x', `${CHUNKED}\r\n0x3\r\nabc\r\n0\r\n\r\n`, 'bad-chunk', 400],
  ['a chunk size with a space', `${CHUNKED}\r\n3 \r\nabc\r\n0\r\n\r\n`, 'bad-chunk', 400],
  ['a chunk size beyond 64 bits', `${CHUNKED}\r\nfffffffffffffffff\r\nabc`, 'bad-chunk', 400],
  ['a chunk longer than its size', `${CHUNKED}\r\n3\r\nabcd\r\n0\r\n\r\n`, 'bad-chunk', 400],
  ['bare line feeds between chunks', `${CHUNKED}\r\n3\nabc\n0\n\n`, 'bad-chunk', 400],
  ['a bare line feed after a chunk extension', `${CHUNKED}\r\n3;a\nabc\r\n0\r\n\r\n`, 'bad-chunk', 400],
  [
    'a Content-Length in the trailer',
    `${CHUNKED}\r\n0\r\nContent-Length: 5\r\n\r\n`,
    'conflicting-length',
    400,
  ],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', 'missing-host', 400],
  ['two Hosts', 'GET / HTTP/1.1\r\nHost: portal.test\r\nHost: other.test\r\n\r\n', 'duplicate-host', 400],
  [
    'two Hosts alike',
    'GET / HTTP/1.1\r\nHost: portal.test\r\nHost: portal.test\r\n\r\n',
    'duplicate-host',
    400,
  ],
  ['an empty Host', 'GET / HTTP/1.1\r\nHost: \r\n\r\n', 'bad-host', 400],
  ['a Host with user information', 'GET / HTTP/1.1\r\nHost: portal.test@other.test\r\n\r\n', 'bad-host', 400],
  ['a Host with a path', 'GET / HTTP/1.1\r\nHost: portal.test/x\r\n\r\n', 'bad-host', 400],
  ['a Host list', 'GET / HTTP/1.1\r\nHost: portal.test, other.test\r\n\r\n', 'bad-host', 400],
  ['a Host with a port beyond 65535', 'GET / HTTP/1.1\r\nHost: portal.test:99999\r\n\r\n', 'bad-host', 400],
  [
    'an absolute target of another host',
    'GET http://other.test/ HTTP/1.1\r\nHost: portal.test\r\n\r\n',
    'target-host-mismatch',
    400,
  ],
  [
    'an absolute target with user information',
    'GET http://portal.test@other.test/ HTTP/1.1\r\nHost: portal.test\r\n\r\n',
    'bad-target',
    400,
  ],
  [
    'an absolute target of another scheme',
    'GET ftp://portal.test/ HTTP/1.1\r\nHost: portal.test\r\n\r\n',
    'bad-target',
    400,
  ],
  ['a fragment in the target', 'GET /a#b HTTP/1.1\r\nHost: portal.test\r\n\r\n', 'bad-target', 400],
  ['a target that begins with no slash', 'GET a HTTP/1.1\r\nHost: portal.test\r\n\r\n', 'bad-target', 400],
  ['a tab in the target', 'GET /a\tb HTTP/1.1\r\nHost: portal.test\r\n\r\n', 'bad-target', 400],
  ['a byte above 127 in the target', 'GET /\xe9 HTTP/1.1\r\nHost: portal.test\r\n\r\n', 'bad-target', 400],
  ['a space in the target', 'GET /a b HTTP/1.1\r\nHost: portal.test\r\n\r\n', 'bad-request-line', 400],
  ['a target for the whole server', 'OPTIONS * HTTP/1.1\r\nHost: portal.test\r\n\r\n', 'bad-target', 400],
  ['CONNECT', 'CONNECT other.test:443 HTTP/1.1\r\nHost: other.test:443\r\n\r\n', 'connect-method', 400],
  ['an unknown method', 'FOO / HTTP/1.1\r\nHost: portal.test\r\n\r\n', 'bad-method', 400],
  ['a TLS hello', '\x16\x03\x01\x02\0\x01\0', 'bad-method', 400],
  ['HTTP/0.9', 'GET /\r\n\r\n', 'bad-version', 400],
  ['HTTP/1.2', 'GET / HTTP/1.2\r\nHost: portal.test\r\n\r\n', 'bad-version', 400],
  ['HTTP/2.0 in the form of 1.1', 'GET / HTTP/2.0\r\nHost: portal.test\r\n\r\n', 'bad-version', 400],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'bad-version', 400],
  [
    'a target beyond the limit',
    `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: portal.test\r\n\r\n`,
    'head-too-large',
    431,
  ],
  [
    'a field beyond the limit',
    `GET / HTTP/1.1\r\nHost: portal.test\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`,
    'head-too-large',
    431,
  ],
  [
    'too many fields',
    `GET / HTTP/1.1\r\nHost: portal.test\r\n${'X: y\r\n'.repeat(200)}\r\n`,
    'too-many-headers',
    431,
  ],
  ['an unknown expectation', `${HEAD}Expect: cake\r\nContent-Length: 3\r\n\r\n`, 'unknown-expectation', 417],
];

describe('what could be read in two ways is refused', () => {
  test.each(REFUSED)('%s', async (_name, bytes, code, status) => {
    let reached = 0;
    const upstream = await serve((request, response) => {
      request.on('error', () => undefined);
      request.on('end', () => {
        reached += 1;
      });
      request.resume();
      response.end();
    });
    const guard = recordingGuard();
    const { port, gateway } = await startGateway(options(upstream, { guard }));
    const { text } = await exchangeRaw(port, bytes);
    expect(guard.refusals.map((refusal) => [refusal.code, refusal.status])).toEqual([[code, status]]);
    expect(guard.refusals[0]?.clientAddress).toBe('127.0.0.1');
    expect(guard.refusals[0]?.excerpt.length).toBeLessThanOrEqual(1024);
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(text).toMatch(/\r\nConnection: close\r\n/);
    expect(text).toContain('REF-1');
    expect(text.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
    expect(reached).toBe(0);
    expect(gateway.status().refused).toEqual({ [code]: 1 });
    await eventually(() => gateway.status().inFlight === 0 && gateway.status().connections === 0);
    expect(gateway.status().heldBytes).toBe(0);
  });
});

/** Odd but unambiguous: passed on in a plain form. */
const PASSED: readonly (readonly [name: string, bytes: string, path: string])[] = [
  [
    'an absolute target of the same host',
    'GET http://portal.test/a?b HTTP/1.1\r\nHost: portal.test\r\nConnection: close\r\n\r\n',
    '/a?b',
  ],
  [
    'an absolute target without a path',
    'GET http://portal.test?b HTTP/1.1\r\nHost: portal.test\r\nConnection: close\r\n\r\n',
    '/?b',
  ],
  [
    'empty lines before the request',
    '\r\n\r\nGET /a HTTP/1.1\r\nHost: portal.test\r\nConnection: close\r\n\r\n',
    '/a',
  ],
  ['HTTP/1.0 without Host', 'GET /a HTTP/1.0\r\n\r\n', '/a'],
  [
    'dots and doubled slashes',
    'GET //a/../../etc/passwd?x=%41 HTTP/1.1\r\nHost: portal.test\r\nConnection: close\r\n\r\n',
    '//a/../../etc/passwd?x=%41',
  ],
];

test.each(PASSED)('passes %s', async (_name, bytes, path) => {
  const upstream = await serve((request, response) => response.end(request.url));
  const { port } = await startGateway(options(upstream));
  const { text } = await exchangeRaw(port, bytes);
  expect(text).toMatch(/^HTTP\/1\.1 200 /);
  expect(text.endsWith(path)).toBe(true);
});

test('a malformed request after a sound one does not disturb the answer to the first', async () => {
  const upstream = await serve((_request, response) => {
    setTimeout(() => response.end('first'), 50);
  });
  const guard = recordingGuard();
  const { port } = await startGateway(options(upstream, { guard }));
  const { text } = await exchangeRaw(
    port,
    'GET / HTTP/1.1\r\nHost: portal.test\r\n\r\nGET / HTTP/1.1\r\nHost : x\r\n\r\n',
  );
  expect(text).toMatch(/^HTTP\/1\.1 200 [\s\S]*first$/);
  expect(guard.refusals.map(({ code }) => code)).toEqual(['bad-header']);
});

test('bytes after a request that closes its connection are refused, and its answer is whole', async () => {
  const upstream = await serve((_request, response) => {
    setTimeout(() => response.end('first'), 50);
  });
  const guard = recordingGuard();
  const { port } = await startGateway(options(upstream, { guard }));
  const { text } = await exchangeRaw(port, `${get2('close')}${get2('close')}`);
  expect(text).toMatch(/^HTTP\/1\.1 200 [\s\S]*first$/);
  expect(guard.refusals.map(({ code }) => code)).toEqual(['data-after-close']);
});

function get2(connection: string): string {
  return `GET / HTTP/1.1\r\nHost: portal.test\r\nConnection: ${connection}\r\n\r\n`;
}

test('of requests piled onto one connection only so many are taken at a time', async () => {
  let reached = 0;
  const upstream = await serve((_request, response) => {
    reached += 1;
    setTimeout(() => response.end(), 20);
  });
  const guard = recordingGuard();
  const { port } = await startGateway(options(upstream, { guard }));
  const { text } = await exchangeRaw(port, get2('keep-alive').repeat(300));
  expect(reached).toBe(64);
  expect(text.match(/HTTP\/1\.1 200 /g)).toHaveLength(64);
  expect(text).toMatch(/HTTP\/1\.1 400 [\s\S]*REF-1/);
  expect(guard.refusals.map(({ code }) => code)).toEqual(['pipelined-too-deep']);
});

test('CONNECT behind a request does not disturb the answer to it', async () => {
  const upstream = await serve((_request, response) => {
    setTimeout(() => response.end('first'), 50);
  });
  const guard = recordingGuard();
  const { port } = await startGateway(options(upstream, { guard }));
  const { text } = await exchangeRaw(
    port,
    `${get2('keep-alive')}CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n`,
  );
  expect(text).toMatch(/^HTTP\/1\.1 200 [\s\S]*first$/);
  expect(guard.refusals.map(({ code }) => code)).toEqual(['connect-method']);
});
