import type net from 'node:net';
import { expect, test } from 'vitest';
import {
  bodyOf,
  eventually,
  exchangeRaw,
  get,
  options,
  recordingGuard,
  serve,
  serveRaw,
  startGateway,
} from './gateway-fixture.ts';

test('an upstream that is down gives 502 with the reference of the request, and is shown as down', async () => {
  const guard = recordingGuard();
  const { port, gateway } = await startGateway(options(1, { guard }));
  const { text } = await exchangeRaw(port, get('/'));
  expect(text).toMatch(/^HTTP\/1\.1 502 [\s\S]*Cache-Control: no-store[\s\S]*REF-OWN/);
  await eventually(() => guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ status: 502, fault: 'upstream-unreachable' });
  expect(guard.refusals).toEqual([]);
  expect(gateway.status().faults).toEqual({ 'upstream-unreachable': 1 });
  expect(gateway.status().services[0]?.upstream).toMatchObject({
    state: 'down',
    failures: 1,
    lastFailureMs: 1_700_000_000_000,
  });
});

/** An upstream's whole answer, what the client may see of it, and the fault. */
test.each([
  ['closes before it answers', '', 'upstream-failed'],
  ['answers no HTTP', 'SSH-2.0-OpenSSH\r\n', 'upstream-failed'],
  ['closes inside its head', 'HTTP/1.1 200 OK\r\nX-A: b', 'upstream-failed'],
  [
    'sends conflicting lengths',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    'upstream-failed',
  ],
  [
    'sends length and chunks',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'upstream-failed',
  ],
  [
    'opens a tunnel that nobody asked for',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    'upstream-failed',
  ],
  ['sends a head beyond 64 KiB', `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(70_000)}\r\n\r\n`, 'upstream-failed'],
])('an upstream that %s gives 502', async (_name, bytes, fault) => {
  const upstream = await serveRaw((socket) => {
    socket.once('data', () => socket.end(bytes, 'latin1'));
  });
  const guard = recordingGuard();
  const { port } = await startGateway(options(upstream, { guard }));
  const { text } = await exchangeRaw(port, get('/'));
  expect(text).toMatch(/^HTTP\/1\.1 502 /);
  await eventually(() => guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ status: 502, fault });
});

test.each([
  ['inside a body of known length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart'],
  ['between chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n'],
  ['inside a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\npart'],
])('an upstream that dies %s gives a reset, never a whole answer', async (_name, bytes) => {
  const upstream = await serveRaw((socket) => {
    socket.once('data', () => {
      socket.write(bytes);
      setTimeout(() => socket.destroy(), 30);
    });
  });
  const guard = recordingGuard();
  const { port } = await startGateway(options(upstream, { guard }));
  const { text, error } = await exchangeRaw(port, get('/'));
  expect(error).toBe('ECONNRESET');
  expect(text.endsWith('0\r\n\r\n')).toBe(false);
  await eventually(() => guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ status: 200, fault: 'upstream-failed' });
});

test('to an HTTP/1.0 client a broken answer is a reset too', async () => {
  const upstream = await serveRaw((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n');
      setTimeout(() => socket.destroy(), 30);
    });
  });
  const { port } = await startGateway(options(upstream));
  const { error } = await exchangeRaw(port, 'GET / HTTP/1.0\r\nHost: portal.test\r\n\r\n');
  expect(error).toBe('ECONNRESET');
});

/** Answers the first request of each connection and cuts the connection at the second. */
async function staleUpstream(
  cut: 'resetAndDestroy' | 'end' = 'resetAndDestroy',
): Promise<{ port: number; requests: string[] }> {
  const requests: string[] = [];
  const port = await serveRaw((socket) => {
    let answered = 0;
    socket.on('data', (chunk) => {
      requests.push(chunk.toString('latin1').slice(0, chunk.indexOf(' ')));
      answered += 1;
      if (answered === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      else socket[cut]();
    });
  });
  return { port, requests };
}

test.each([
  ['resets', 'resetAndDestroy'],
  ['ends', 'end'],
] as const)(
  'a GET on a connection that the upstream %s while it is idle reaches the upstream',
  async (_name, end) => {
    const sockets: net.Socket[] = [];
    const upstream = await serveRaw((socket) => {
      sockets.push(socket);
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
    });
    const { port } = await startGateway(options(upstream));
    expect(bodyOf((await exchangeRaw(port, get('/1'))).text)).toBe('ok');
    sockets[0]?.[end]();
    expect(bodyOf((await exchangeRaw(port, get('/2'))).text)).toBe('ok');
    expect(sockets).toHaveLength(2);
  },
);

test.each(['resetAndDestroy', 'end'] as const)(
  'a GET on a stale connection is sent again, once (%s)',
  async (cut) => {
    const { port: upstream, requests } = await staleUpstream(cut);
    const { port, gateway } = await startGateway(options(upstream));
    expect(bodyOf((await exchangeRaw(port, get('/1'))).text)).toBe('ok');
    expect(bodyOf((await exchangeRaw(port, get('/2'))).text)).toBe('ok');
    expect(requests).toEqual(['GET', 'GET', 'GET']);
    expect(gateway.status().retries).toBe(1);
  },
);

test.each([
  [
    'a POST without a body',
    'POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  ],
  [
    'a PUT whose body was sent',
    'PUT / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc',
  ],
])('%s is never sent again', async (_name, bytes) => {
  const { port: upstream, requests } = await staleUpstream();
  const { port, gateway } = await startGateway(options(upstream));
  await exchangeRaw(port, get('/1'));
  expect((await exchangeRaw(port, bytes)).text).toMatch(/^HTTP\/1\.1 502 /);
  expect(requests.length).toBe(2);
  expect(gateway.status().retries).toBe(0);
});

test('a GET on a fresh connection that is cut is not sent again', async () => {
  let connections = 0;
  const upstream = await serveRaw((socket) => {
    connections += 1;
    socket.once('data', () => socket.resetAndDestroy());
  });
  const { port } = await startGateway(options(upstream));
  expect((await exchangeRaw(port, get('/'))).text).toMatch(/^HTTP\/1\.1 502 /);
  expect(connections).toBe(1);
});

test('an early answer to an upload that goes on is passed whole', async () => {
  const upstream = await serve((_request, response) => {
    response.writeHead(413, { connection: 'close', 'content-length': 4 });
    response.end('much');
  });
  const guard = recordingGuard({ wantsBody: false });
  const { port } = await startGateway(options(upstream, { guard }));
  const { text } = await exchangeRaw(
    port,
    `POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 100000\r\nConnection: close\r\n\r\n${'a'.repeat(1000)}`,
  );
  expect(text).toMatch(/^HTTP\/1\.1 413 [\s\S]*much$/);
});
