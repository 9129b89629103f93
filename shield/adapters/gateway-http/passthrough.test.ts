import { createHash } from 'node:crypto';
import http from 'node:http';
import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import {
  connectRaw,
  eventually,
  exchangeRaw,
  get,
  options,
  recordingGuard,
  serve,
  service,
  startGateway,
} from './gateway-fixture.ts';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const HANDSHAKE = [
  'GET /chat?room=1 HTTP/1.1',
  'Host: portal.test',
  'Connection: keep-alive, Upgrade',
  'Upgrade: websocket',
  `Sec-WebSocket-Key: ${KEY}`,
  'Sec-WebSocket-Version: 13',
  '',
  '',
].join('\r\n');

/** Answers the handshake of RFC 6455 §4.2.2 and sends every byte after it back. */
async function echoUpstream(seen: http.IncomingMessage[] = []): Promise<number> {
  const server = http.createServer((_request, response) => response.end('plain'));
  server.on('upgrade', (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
    seen.push(request);
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.on('error', () => socket.destroy());
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.write(head);
    socket.pipe(socket);
  });
  return serve(server);
}

test('a WebSocket goes through: the head is inspected, the bytes pass both ways', async () => {
  const seen: http.IncomingMessage[] = [];
  const guard = recordingGuard();
  const { port, gateway } = await startGateway(options(await echoUpstream(seen), { guard }));
  const client = await connectRaw(port);
  client.socket.write(`${HANDSHAKE}first`);
  const head = await client.until(/\r\n\r\nfirst$/);
  expect(head).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
  expect(head).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  expect(seen[0]?.headers).toMatchObject({ 'sec-websocket-key': KEY, 'x-forwarded-for': '127.0.0.1' });
  client.socket.write('\x81\x02hi', 'latin1');
  await client.until(/first\x81\x02hi$/);
  expect(guard.heads[0]?.target).toBe('/chat?room=1');
  expect(gateway.status()).toMatchObject({ tunnels: 1, inFlight: 0 });
  client.socket.end();
  await client.closed();
  await eventually(() => guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ status: 101, responseBytes: 9 });
  expect(gateway.status()).toMatchObject({ tunnels: 0, connections: 0 });
});

test('a WebSocket stops reading from a side whose other side is slow', async () => {
  const { port } = await startGateway(options(await echoUpstream()));
  const client = await connectRaw(port);
  client.socket.write(HANDSHAKE);
  await client.until(/\r\n\r\n/);
  client.socket.pause();
  const chunk = Buffer.alloc(1024 * 1024);
  let taken = 0;
  while (taken < 64) {
    taken += 1;
    if (client.socket.write(chunk)) continue;
    const drained = await Promise.race([
      new Promise((resolve) => client.socket.once('drain', () => resolve(true))),
      new Promise((resolve) => setTimeout(() => resolve(false), 200)),
    ]);
    if (drained === false) break;
  }
  expect(taken).toBeLessThan(64);
});

test('a blocked handshake gets the page, and the upstream hears nothing', async () => {
  const seen: http.IncomingMessage[] = [];
  const guard = recordingGuard({ head: () => ({ kind: 'block', status: 403, reference: 'REF-WS' }) });
  const { port } = await startGateway(options(await echoUpstream(seen), { guard }));
  const { text } = await exchangeRaw(port, HANDSHAKE);
  expect(text).toMatch(/^HTTP\/1\.1 403 [\s\S]*REF-WS/);
  expect(seen).toEqual([]);
  expect(guard.ends).toHaveLength(1);
});

test('an upstream that refuses the handshake is passed on, and the connection ends', async () => {
  const upstream = await serve((_request, response) => {
    response.writeHead(401, { 'www-authenticate': 'Basic' });
    response.end('who?');
  });
  const guard = recordingGuard();
  const { port, gateway } = await startGateway(options(upstream, { guard }));
  const { text } = await exchangeRaw(port, HANDSHAKE);
  expect(text).toMatch(/^HTTP\/1\.1 401 [\s\S]*who\?/);
  await eventually(() => guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ status: 401 });
  expect(gateway.status()).toMatchObject({ tunnels: 0, inFlight: 0, connections: 0 });
});

test('a handshake to an upstream that is down gives 502', async () => {
  const { port } = await startGateway(options(1));
  expect((await exchangeRaw(port, HANDSHAKE)).text).toMatch(/^HTTP\/1\.1 502 /);
});

test('a silent tunnel is closed', async () => {
  const upstream = await echoUpstream();
  const timeoutsMs = { headers: 10_000, body: 10_000, idle: 100, upstream: 10_000 };
  const { port, gateway } = await startGateway(
    options(upstream, { services: [service(upstream, { timeoutsMs })] }),
  );
  const client = await connectRaw(port);
  client.socket.write(HANDSHAKE);
  await client.closed();
  await eventually(() => gateway.status().tunnels === 0);
});

test.each([
  ['another protocol', get('/', ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA'])],
  [
    'a body',
    'POST / HTTP/1.1\r\nHost: portal.test\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nContent-Length: 3\r\n\r\nabc',
  ],
])('an upgrade with %s is an ordinary request without the Upgrade field', async (_name, bytes) => {
  let fields: http.IncomingHttpHeaders = {};
  const upstream = await serve((request, response) => {
    fields = request.headers;
    response.end('plain');
  });
  const { port } = await startGateway(options(upstream));
  expect((await exchangeRaw(port, bytes)).text).toMatch(/^HTTP\/1\.1 200 [\s\S]*plain$/);
  expect(fields.upgrade).toBeUndefined();
  expect(fields['http2-settings']).toBeUndefined();
});

test('a handshake behind a request that is under way is an ordinary request', async () => {
  const upstream = await serve((request, response) => {
    setTimeout(() => response.end(`<${request.url}>`), 30);
  });
  const { port } = await startGateway(options(upstream));
  const client = await connectRaw(port);
  client.socket.write(`GET /first HTTP/1.1\r\nHost: portal.test\r\n\r\n${HANDSHAKE}`);
  await client.until(/<\/first>[\s\S]*<\/chat\?room=1>/);
});

test('close ends tunnels once the last request has ended', async () => {
  const { port, gateway } = await startGateway(options(await echoUpstream()));
  const client = await connectRaw(port);
  client.socket.write(HANDSHAKE);
  await client.until(/\r\n\r\n/);
  await gateway.close(60_000);
  await client.closed();
  expect(gateway.status()).toMatchObject({ tunnels: 0, connections: 0 });
});

test('server-sent events arrive one by one, and silence between them is no fault', async () => {
  let stream: http.ServerResponse | null = null;
  const upstream = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    stream = response;
  });
  const timeoutsMs = { headers: 10_000, body: 10_000, idle: 10_000, upstream: 80 };
  const { port } = await startGateway(options(upstream, { services: [service(upstream, { timeoutsMs })] }));
  const client = await connectRaw(port);
  client.socket.write('GET /events HTTP/1.1\r\nHost: portal.test\r\nAccept: text/event-stream\r\n\r\n');
  await client.until(/text\/event-stream[\s\S]*\r\n\r\n$/);
  const events = stream as unknown as http.ServerResponse;
  events.write('data: one\n\n');
  await client.until(/data: one/);
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(client.text()).not.toContain('two');
  events.write('data: two\n\n');
  await client.until(/data: two/);
  events.end();
  await client.until(/\r\n0\r\n\r\n$/);
});

test('a client that leaves a stream ends it at the upstream', async () => {
  let closed = false;
  const upstream = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: one\n\n');
    response.on('close', () => {
      closed = true;
    });
  });
  const guard = recordingGuard();
  const { port } = await startGateway(options(upstream, { guard }));
  const client = await connectRaw(port);
  client.socket.write('GET / HTTP/1.1\r\nHost: portal.test\r\n\r\n');
  await client.until(/data: one/);
  client.socket.destroy();
  await eventually(() => closed && guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ status: 200, fault: 'client-left' });
});
