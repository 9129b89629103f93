import http from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bodyOf,
  connectRaw,
  eventually,
  exchangeRaw,
  get,
  options,
  recordingGuard,
  serve,
  startGateway,
} from './gateway-fixture.ts';

/** Pieces that requests, sound and unsound, are made of. */
const LINE = fc.constantFrom(
  'GET / HTTP/1.1\r\n',
  'POST /p HTTP/1.1\r\n',
  'POST /p HTTP/1.1\r\n',
  'PUT /q HTTP/1.0\r\n',
  'GET http://portal.test/ HTTP/1.1\r\n',
);
const FIELD = fc.constantFrom(
  'Content-Length: 5\r\n',
  'Content-Length: 0\r\n',
  'Content-Length : 5\r\n',
  'content-length: 3\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: identity\r\n',
  'Transfer-Encoding: gzip, chunked\r\n',
  'transfer_encoding: chunked\r\n',
  'Connection: content-length\r\n',
  'Connection: close\r\n',
  'Expect: 100-continue\r\n',
  'Upgrade: websocket\r\nConnection: upgrade\r\n',
  'Trailer: Content-Length\r\n',
  'X: y\r\n',
  'X: y\n',
  'X: y\r',
  ' folded\r\n',
);
const BODY = fc.constantFrom(
  'abc',
  'abcde',
  '5\r\nabcde\r\n',
  '5;x=y\r\nabcde\r\n',
  '5\nabcde\n',
  '0\r\n\r\n',
  '0\r\nX: y\r\n\r\n',
  '0\r\nContent-Length: 5\r\n\r\n',
  '-1\r\n',
  '\r\n',
  '\n',
  '\0',
  'GET /smuggled HTTP/1.1\r\nHost: portal.test\r\n\r\n',
);
const REQUEST = fc
  .tuple(LINE, fc.array(FIELD, { maxLength: 3 }), fc.array(BODY, { maxLength: 3 }))
  .map(([line, fields, body]) => `${line}Host: portal.test\r\n${fields.join('')}\r\n${body.join('')}`);

test('whatever comes, the upstream gets only whole requests that the guard has seen, and the gateway goes on', async () => {
  let unreadable = 0;
  const targets: (string | undefined)[] = [];
  const server = http.createServer((request, response) => {
    targets.push(request.url);
    request.resume().on('end', () => response.end('ok'));
    request.on('error', () => undefined);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // A reset is the gateway breaking off a request whose client left or erred inside its body.
    if (error.code?.startsWith('HPE_') === true && error.code !== 'HPE_INVALID_EOF_STATE') unreadable += 1;
    socket.destroy();
  });
  const upstream = await serve(server);
  const guard = recordingGuard();
  const { port, gateway } = await startGateway(options(upstream, { guard }));
  const requests = fc.array(REQUEST, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(requests, async (pieces) => {
      const client = await connectRaw(port);
      client.socket.write(pieces.join(''), 'latin1');
      await Promise.race([client.closed(), new Promise((resolve) => setTimeout(resolve, 10))]);
      client.socket.destroy();
    }),
    { numRuns: 400 },
  );
  expect(unreadable).toBe(0);
  expect(targets.length).toBeGreaterThan(100);
  expect(targets.length).toBeLessThanOrEqual(guard.heads.length);
  await eventually(() => gateway.status().inFlight === 0);
  expect(gateway.status()).toMatchObject({ internalErrors: 0, inspectionErrors: 0, heldBytes: 0 });
  expect(bodyOf((await exchangeRaw(port, get('/'))).text)).toBe('ok');
});
