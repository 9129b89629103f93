import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DirectTarget } from './direct-target.ts';
import { loadFtwRules } from './ftw-rules.ts';
import type { Seen } from './judge.ts';
import { SocketLane } from './socket-lane.ts';
import { isCutShort } from './stage-request.ts';
import type { FtwOutput } from './test-case.ts';

const { makeInspectors } = loadFtwRules(join(import.meta.dirname, 'testing'));
const lane = new SocketLane(makeInspectors(), 0);
const direct = new DirectTarget(makeInspectors(), 0);
beforeAll(() => lane.open());
afterAll(() => lane.close());

const LOOKS_AT_LOG: FtwOutput = {
  statuses: [],
  responseContains: null,
  expectIds: [],
  noExpectIds: [1],
  logPatterns: [],
  noLogPatterns: [],
  expectError: false,
  isolated: false,
  retryOnce: false,
};

const method = fc.constantFrom('GET', 'POST', 'HEAD', 'PUT', 'get', 'BREW', 'CONNECT', 'OPTIONS', 'G@T', '');
const target = fc.constantFrom(
  ...['/', '/?a=marker', '/?a=refuse-me', '/a#b', '/\xc3\xa9', '*', 'index.html', 'a.test:443', '/a b', '/%'],
  ...['http://elsewhere.test/x', 'http://localhost/y?a=marker', '/reflect', '\\', '//a', '/a\tb'],
);
const version = fc.constantFrom(
  ...Array.from({ length: 12 }, () => 'HTTP/1.1'),
  ...['HTTP/1.0', 'HTTP/1.2', 'HTTP/2.0', 'HTTP/0.9', 'TEST', '1.1'],
);
const host = fc.constantFrom(
  ...Array.from({ length: 12 }, () => 'Host: localhost\r\n'),
  ...['', 'Host:\r\n', 'Host: a b\r\n', 'Host: 127.0.0.1:80\r\n', 'Host: a\r\nHost: b\r\n'],
);
const field = fc.constantFrom(
  ...['X-Note: n', 'X-Note:', 'X-Note: \t n \t', 'X-Note: \xff', 'X-Note: a\r\n b', 'X_Note: b', 'Via: x'],
  ...[
    'Content-Length: 8',
    'Content-Length: 0',
    'Transfer-Encoding: chunked',
    'Cookie: visit=one',
    'TE: trailers',
  ],
  ...[
    'Content-Type: application/x-www-form-urlencoded',
    'Content-Type: application/json',
    'Range: bytes=0-1',
  ],
  ...[
    'Expect: 100-continue',
    'Connection: close',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Upgrade: h2c',
  ],
  ...['Accept-Encoding: gzip', 'Connection: host', 'Keep-Alive: 3', 'Forwarded: for=x', 'Trailer: x'],
  ...['Sec-WebSocket-Key: x', 'Proxy-Connection: close', 'X-Note: \u00e9\u00e9', 'If-None-Match: "x"'],
);
const oddField = fc.constantFrom(
  ...[
    'X-Note : a',
    'No colon',
    'X-Note: a\0b',
    'Content-Length: x',
    'Transfer-Encoding: gzip',
    'Expect: more',
  ],
  ...['X-Note: a\rb', ': a', 'Content-Length: 8, 8', 'Transfer-Encoding: x, chunked', ' leading: fold'],
);
const fields = fc
  .tuple(fc.array(field, { maxLength: 4 }), fc.option(oddField, { freq: 5 }))
  .map(([some, odd]) => [...some, ...(odd === null ? [] : [odd])].map((one) => `${one}\r\n`).join(''));
const body = fc.constantFrom('', 'a=marker', '8\r\na=marker\r\n0\r\n\r\n', '{"body":"a marker"}');
const request = fc
  .tuple(method, target, version, host, fields, body)
  .map(([verb, uri, protocol, where, more, data]) =>
    Buffer.from(`${verb} ${uri} ${protocol}\r\n${where}${more}\r\n${data}`, 'latin1'),
  );

function facts({ status, error, matches }: Seen) {
  return { status, error, ids: matches.map(({ ruleId }) => ruleId) };
}

test('whatever is sent, a socket and the process show the same', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(request, async (bytes) => {
      fc.pre(!isCutShort(bytes));
      lane.begin();
      direct.begin();
      const stage = { bytes, output: LOOKS_AT_LOG, reflection: null, format: 4 } as const;
      expect(facts(await lane.run(stage))).toEqual(facts(await direct.run(stage)));
    }),
    { numRuns: 400 },
  );
});
