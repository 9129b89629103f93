import { expect, test } from 'vitest';
import {
  bodyOf,
  connectRaw,
  eventually,
  exchangeRaw,
  options,
  recordingGuard,
  serve,
  startGateway,
} from '../gateway-fixture.ts';

async function startLenient(guard = recordingGuard()) {
  const upstream = await serve((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    request.on('end', () => response.end(`${request.method} ${request.url} ${text}`));
  });
  const listeners = [{ address: '127.0.0.1', port: 0, reading: 'lenient' }] as const;
  const { port, gateway } = await startGateway(options(upstream, { guard, listeners }));
  return { port, gateway, guard };
}

test('shows the guard a request as it came, passes it on in one piece, and closes', async () => {
  const { port, guard } = await startLenient();
  const bytes =
    'POST http://elsewhere.test/a HTTP/1.1\r\nHost: b\r\nX: 1\r\n 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n';
  const { text } = await exchangeRaw(port, bytes);
  expect(text).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\nConnection: close\r\n/);
  expect(text).toContain('POST /a hi');
  expect(guard.heads).toMatchObject([
    {
      target: 'http://elsewhere.test/a',
      headers: [
        ['Host', 'b'],
        ['X', '1 2'],
        ['Transfer-Encoding', 'chunked'],
      ],
    },
  ]);
  expect(guard.ends).toMatchObject([{ status: 200, requestBytes: 2 }]);
});

test('takes a body in pieces, and answers a client that has closed its side', async () => {
  const { port } = await startLenient();
  const client = await connectRaw(port);
  client.socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab');
  await new Promise((resolve) => setTimeout(resolve, 30));
  client.socket.end('cd');
  expect(bodyOf((await client.closed()).text)).toContain('POST / abcd');
});

test.each([
  ['a head that it refuses', 'G@T / HTTP/1.1\r\n\r\n', 400, 'bad-method', 0],
  [
    'a method that the upstream would not know',
    'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
    405,
    'connect-method',
    1,
  ],
  [
    'a chunk that is none',
    'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n',
    400,
    'bad-chunk',
    1,
  ],
])('%s gets a page, and the guard is told', async (_, bytes, status, code, heads) => {
  const { port, guard } = await startLenient();
  expect((await exchangeRaw(port, bytes)).text.startsWith(`HTTP/1.1 ${status} `)).toBe(true);
  expect(guard.refusals.map((refusal) => refusal.code)).toEqual([code]);
  expect(guard.heads.length).toBe(heads);
  await eventually(() => guard.ends.length === heads);
});

test.each([
  ['HTTP/0.9', 'GET /\r\n', 1],
  ['a request that is cut short', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab', 1],
  ['a head that is cut short', 'GET / HTTP/1.1\r\nHo', 0],
])('%s ends without an answer', async (_, bytes, heads) => {
  const { port, gateway, guard } = await startLenient();
  const client = await connectRaw(port);
  client.socket.end(bytes);
  expect((await client.closed()).text).toBe('');
  await eventually(() => guard.ends.length === heads && gateway.status().connections === 0);
  expect(gateway.status()).toMatchObject({ inFlight: 0, heldBytes: 0, internalErrors: 0 });
});
