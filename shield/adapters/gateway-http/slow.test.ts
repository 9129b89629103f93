import { expect, test } from 'vitest';
import {
  connectRaw,
  eventually,
  options,
  recordingGuard,
  serve,
  serveRaw,
  service,
  startGateway,
} from './gateway-fixture.ts';

const LONG = { headers: 60_000, body: 60_000, idle: 60_000, upstream: 60_000 };

test('a head that does not end is refused with 408', async () => {
  const upstream = await serve((_request, response) => response.end());
  const guard = recordingGuard();
  const services = [service(upstream, { timeoutsMs: { ...LONG, headers: 80 } })];
  const { port } = await startGateway(options(upstream, { guard, services }));
  const client = await connectRaw(port);
  client.socket.write('GET / HTTP/1.1\r\nHost: portal.test\r\n');
  const drip = setInterval(() => client.socket.write('X: y\r\n'), 20);
  const { text } = await client.closed();
  clearInterval(drip);
  expect(text).toMatch(/^HTTP\/1\.1 408 [\s\S]*REF-1/);
  expect(guard.refusals.map(({ code, status }) => [code, status])).toEqual([['slow-head', 408]]);
});

test('a connection that never says anything is closed, and is no refusal', async () => {
  const upstream = await serve((_request, response) => response.end());
  const guard = recordingGuard();
  const services = [service(upstream, { timeoutsMs: { ...LONG, headers: 60 } })];
  const { port } = await startGateway(options(upstream, { guard, services }));
  const client = await connectRaw(port);
  expect((await client.closed()).text).toBe('');
  expect(guard.refusals).toEqual([]);
});

test('a body that pauses is refused with 408', async () => {
  const upstream = await serve((_request, response) => response.end());
  const guard = recordingGuard();
  const services = [service(upstream, { timeoutsMs: { ...LONG, body: 80 } })];
  const { port, gateway } = await startGateway(options(upstream, { guard, services }));
  const client = await connectRaw(port);
  client.socket.write('POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 10\r\n\r\nabc');
  expect(await client.until(/<\/html>/)).toMatch(/^HTTP\/1\.1 408 /);
  expect(guard.refusals.map(({ code }) => code)).toEqual(['slow-body']);
  await eventually(() => guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ status: 408, requestBytes: 3, fault: 'slow-body' });
  expect(gateway.status().heldBytes).toBe(0);
});

test('a body that drips below the minimum rate is refused, though it never pauses long', async () => {
  const upstream = await serve((_request, response) => response.end());
  const guard = recordingGuard();
  const services = [service(upstream, { timeoutsMs: { ...LONG, body: 200 } })];
  const { port } = await startGateway(
    options(upstream, { guard, services, limits: { minBodyBytesPerSecond: 1000 } }),
  );
  const client = await connectRaw(port);
  client.socket.write('POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 10000\r\n\r\n');
  const drip = setInterval(() => client.socket.write('a'), 20);
  await client.until(/<\/html>/);
  clearInterval(drip);
  expect(guard.refusals.map(({ code }) => code)).toEqual(['slow-body']);
});

test('a client that stops reading its response is cut off', async () => {
  const upstream = await serve((_request, response) => response.end(Buffer.alloc(64 * 1024 * 1024)));
  const guard = recordingGuard();
  const services = [service(upstream, { timeoutsMs: { ...LONG, body: 150 } })];
  const { port } = await startGateway(options(upstream, { guard, services }));
  const client = await connectRaw(port);
  client.socket.pause();
  client.socket.write('GET / HTTP/1.1\r\nHost: portal.test\r\n\r\n');
  await eventually(() => guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ status: 200, fault: 'slow-client' });
});

test('an idle kept-alive connection is closed', async () => {
  const upstream = await serve((_request, response) => response.end('ok'));
  const services = [service(upstream, { timeoutsMs: { ...LONG, idle: 100 } })];
  const { port } = await startGateway(options(upstream, { services }));
  const client = await connectRaw(port);
  client.socket.write('GET / HTTP/1.1\r\nHost: portal.test\r\n\r\n');
  const { text, error } = await client.closed();
  expect(text).toMatch(/ok$/);
  expect(error).toBeNull();
});

test('an upstream that does not answer gives 504', async () => {
  const upstream = await serveRaw(() => undefined);
  const guard = recordingGuard();
  const services = [service(upstream, { timeoutsMs: { ...LONG, upstream: 100 } })];
  const { port } = await startGateway(options(upstream, { guard, services }));
  const client = await connectRaw(port);
  client.socket.write('GET / HTTP/1.1\r\nHost: portal.test\r\n\r\n');
  expect(await client.until(/<\/html>/)).toMatch(/^HTTP\/1\.1 504 [\s\S]*REF-OWN/);
  await eventually(() => guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ status: 504, fault: 'upstream-timeout' });
});

test('an upstream that pauses inside its response gives a reset, never a short answer', async () => {
  const upstream = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('part');
  });
  const guard = recordingGuard();
  const services = [service(upstream, { timeoutsMs: { ...LONG, upstream: 100 } })];
  const { port } = await startGateway(options(upstream, { guard, services }));
  const client = await connectRaw(port);
  client.socket.write('GET / HTTP/1.1\r\nHost: portal.test\r\n\r\n');
  const { error } = await client.closed();
  expect(error).toBe('ECONNRESET');
  await eventually(() => guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ status: 200, fault: 'upstream-timeout' });
});

test('the upload of a client whose upstream stopped reading is broken off with 504', async () => {
  const upstream = await serveRaw((socket) => socket.pause());
  const services = [
    service(upstream, { bodyInspectionLimitBytes: 1024, timeoutsMs: { ...LONG, upstream: 200 } }),
  ];
  const { port } = await startGateway(options(upstream, { services }));
  const client = await connectRaw(port);
  client.socket.write(`POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: ${64 * 1024 * 1024}\r\n\r\n`);
  client.socket.write(Buffer.alloc(64 * 1024 * 1024));
  expect(await client.until(/<\/html>/)).toMatch(/^HTTP\/1\.1 504 /);
});
