import type http from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { GuardedRequest, Ruling } from '../../ports/index.ts';
import {
  bodyOf,
  connectRaw,
  eventually,
  exchangeRaw,
  get,
  options,
  recordingGuard,
  serve,
  serveRaw,
  service,
  startGateway,
} from './gateway-fixture.ts';

const BLOCK: Ruling = { kind: 'block', status: 403, reference: 'REF-OUT' };
const MIB = 1024 * 1024;

/** A guard that wants bodies of responses, keeps what it is shown, and blocks where one says `secret`. */
function lookingGuard(changes: Partial<GuardedRequest> = {}) {
  const seen: string[] = [];
  const unreadable: string[] = [];
  const ruling = (): Ruling => (seen.join('').includes('secret') ? BLOCK : { kind: 'pass' });
  const guard = recordingGuard({
    wantsResponseBody: true,
    appendResponse: (chunk) => {
      seen.push(Buffer.from(chunk).toString('latin1'));
      return true;
    },
    responseBody: ruling,
    responseUnreadable: (reason) => {
      unreadable.push(reason);
      return ruling();
    },
    ...changes,
  });
  return { guard, seen, unreadable };
}

async function startLooking(
  upstream: number,
  { guard, limit = 512 * 1024 }: { guard: ReturnType<typeof recordingGuard>; limit?: number },
) {
  const services = [service(upstream, { responseInspectionLimitBytes: limit })];
  return startGateway(options(upstream, { guard, services }));
}

function answering(
  body: string | Buffer,
  headers: http.OutgoingHttpHeaders = {},
  status = 200,
): Promise<number> {
  return serve((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/plain', ...headers });
    response.end(body);
  });
}

describe('the body of a response', () => {
  test('is shown to the guard before any of it goes out, and goes out as it was', async () => {
    const { guard, seen } = lookingGuard();
    const { port, gateway } = await startLooking(await answering('hello', { 'content-length': 5 }), {
      guard,
    });
    const { text } = await exchangeRaw(port, get('/'));
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(bodyOf(text)).toBe('hello');
    expect(seen.join('')).toBe('hello');
    expect(gateway.status().heldBytes).toBe(0);
  });

  test('that the guard blocks becomes the page with the reference', async () => {
    const { guard } = lookingGuard();
    const { port } = await startLooking(await answering('a secret'), { guard });
    const { text } = await exchangeRaw(port, get('/'));
    expect(text).toMatch(/^HTTP\/1\.1 403 [\s\S]*REF-OUT/);
    expect(text).not.toContain('secret');
    await eventually(() => guard.ends.length === 1);
    expect(guard.ends[0]).toMatchObject({ status: 403 });
  });

  test.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('is decompressed for the guard alone (%s)', async (coding, compress) => {
    const packed = compress(Buffer.from('plain words'));
    const { guard, seen } = lookingGuard();
    const { port } = await startLooking(await answering(packed, { 'content-encoding': coding }), { guard });
    const { text } = await exchangeRaw(port, get('/'));
    expect(seen.join('')).toBe('plain words');
    expect(Buffer.from(bodyOf(text), 'latin1').includes(packed)).toBe(true);
  });

  test('is blocked for what it says under its compression', async () => {
    const { guard } = lookingGuard();
    const upstream = await answering(gzipSync('a secret'), { 'content-encoding': 'gzip' });
    const { port } = await startLooking(upstream, { guard });
    expect((await exchangeRaw(port, get('/'))).text).toMatch(/^HTTP\/1\.1 403 /);
  });

  test('that would grow a thousandfold is decompressed to the limit and no further', async () => {
    const { guard, seen } = lookingGuard();
    const bomb = gzipSync(Buffer.alloc(64 * MIB, 'a'));
    const upstream = await answering(bomb, { 'content-encoding': 'gzip' });
    const { port } = await startLooking(upstream, { guard, limit: 100_000 });
    const { text } = await exchangeRaw(port, get('/'));
    expect(Buffer.from(bodyOf(text), 'latin1').includes(bomb)).toBe(true);
    expect(seen.join('').length).toBe(100_000);
  });

  test.each([
    ['an unknown one', Buffer.from('abc'), 'compress', /Content-Encoding is "compress"/],
    ['two of them', gzipSync(gzipSync('abc')), 'gzip, gzip', /Content-Encoding is "gzip, gzip"/],
    ['a broken one', Buffer.from('no gzip at all'), 'gzip', /compression is broken/],
    ['one that stops short', gzipSync('a'.repeat(5000)).subarray(0, 20), 'gzip', /compression is broken/],
  ])('whose compression is %s cannot be read, and policy decides', async (_name, body, coding, reason) => {
    const upstream = await answering(body, { 'content-encoding': coding });
    const open = lookingGuard();
    const passing = await startLooking(upstream, { guard: open.guard });
    expect((await exchangeRaw(passing.port, get('/'))).text).toMatch(/^HTTP\/1\.1 200 /);
    expect(open.unreadable).toEqual([expect.stringMatching(reason)]);
    const closed = lookingGuard({ responseUnreadable: () => ({ ...BLOCK, status: 503 }) });
    const refusing = await startLooking(upstream, { guard: closed.guard });
    expect((await exchangeRaw(refusing.port, get('/'))).text).toMatch(/^HTTP\/1\.1 503 /);
  });

  test('beyond the limit streams, and is not held in memory', { timeout: 20_000 }, async () => {
    const { guard, seen } = lookingGuard();
    let mostHeld = 0;
    const upstream = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      let left = 64;
      const more = () => {
        mostHeld = Math.max(mostHeld, running.gateway.status().heldBytes);
        while (left > 0) {
          left -= 1;
          if (!response.write(Buffer.alloc(MIB, 'b'))) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    });
    const running = await startLooking(upstream, { guard, limit: 100_000 });
    const { text } = await exchangeRaw(running.port, get('/'));
    expect(text.length).toBeGreaterThan(64 * MIB);
    expect(seen.join('').length).toBe(100_000);
    expect(mostHeld).toBeLessThan(MIB);
    expect(running.gateway.status().heldBytes).toBe(0);
  });

  test('of a slow upstream goes out when the last byte was looked at', async () => {
    const { guard } = lookingGuard();
    let finish: () => void = () => undefined;
    const upstream = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write('first ');
      finish = () => response.end('last');
    });
    const { port } = await startLooking(upstream, { guard });
    const client = await connectRaw(port);
    client.socket.write(get('/'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(client.text()).toBe('');
    finish();
    expect((await client.closed()).text).toMatch(/^HTTP\/1\.1 200 [\s\S]*first [\s\S]*last/);
  });

  test('of an upstream that dies in the middle becomes a 502 while it is held', async () => {
    const { guard } = lookingGuard();
    const upstream = await serveRaw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nhalf');
        setTimeout(() => socket.destroy(), 50);
      });
    });
    const { port, gateway } = await startLooking(upstream, { guard });
    const { text } = await exchangeRaw(port, get('/'));
    expect(text).toMatch(/^HTTP\/1\.1 502 /);
    expect(text).not.toContain('half');
    await eventually(() => guard.ends.length === 1);
    expect(guard.ends[0]).toMatchObject({ status: 502, fault: 'upstream-failed' });
    expect(gateway.status().heldBytes).toBe(0);
  });

  test('of a client that leaves is let go of', async () => {
    const { guard } = lookingGuard();
    const upstream = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.write('first');
    });
    const { port, gateway } = await startLooking(upstream, { guard });
    const client = await connectRaw(port);
    client.socket.write(get('/'));
    await eventually(() => gateway.status().heldBytes === 5);
    client.socket.destroy();
    await eventually(() => guard.ends.length === 1 && gateway.status().heldBytes === 0);
  });
});

describe('a response without a body to hold', () => {
  test.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('%s with %i asks the guard once and passes', async (method, status) => {
    let asked = 0;
    const { guard, seen } = lookingGuard({
      responseBody: () => {
        asked += 1;
        return { kind: 'pass' };
      },
    });
    const upstream = await serve((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/plain' });
      response.end();
    });
    const { port } = await startLooking(upstream, { guard });
    const { text } = await exchangeRaw(port, get('/').replace('GET', method));
    expect(text.startsWith(`HTTP/1.1 ${status} `)).toBe(true);
    expect([asked, seen]).toEqual([1, []]);
  });

  test('server-sent events are never held back', async () => {
    const { guard, seen } = lookingGuard();
    const upstream = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      response.write('data: one\n\n');
    });
    const { port } = await startLooking(upstream, { guard });
    const client = await connectRaw(port);
    client.socket.write(get('/'));
    await client.until(/data: one/);
    expect(seen).toEqual([]);
  });

  test('a WebSocket is a tunnel as before, and its bytes are shown to nobody', async () => {
    const { guard, seen } = lookingGuard({ responseBody: () => BLOCK });
    const upstream = await serveRaw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
        socket.on('data', (chunk) => socket.write(chunk));
      });
    });
    const { port } = await startLooking(upstream, { guard });
    const client = await connectRaw(port);
    client.socket.write(
      'GET / HTTP/1.1\r\nHost: portal.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    await client.until(/^HTTP\/1\.1 101 [\s\S]*\r\n\r\n$/);
    client.socket.write('a secret');
    await client.until(/a secret$/);
    expect(seen).toEqual([]);
  });

  test('a part of a compressed whole is passed on unseen, a part of a plain one is looked at', async () => {
    for (const [coding, shown] of [
      ['gzip', ''],
      ['identity', 'part'],
    ] as const) {
      const { guard, seen } = lookingGuard();
      const headers = { 'content-encoding': coding, 'content-range': 'bytes 0-3/10' };
      const { port } = await startLooking(await answering('part', headers, 206), { guard });
      const { text } = await exchangeRaw(port, get('/', ['Range: bytes=0-3']));
      expect(text).toMatch(/^HTTP\/1\.1 206 [\s\S]*part/);
      expect(seen.join('')).toBe(shown);
    }
  });

  test('a guard that wants no body is asked before the head goes out', async () => {
    const { guard } = lookingGuard({ wantsResponseBody: false, responseBody: () => BLOCK });
    const { port } = await startLooking(await answering('hello'), { guard });
    expect((await exchangeRaw(port, get('/'))).text).toMatch(/^HTTP\/1\.1 403 [\s\S]*REF-OUT/);
  });
});

describe('what a block does instead of a page', () => {
  test('drop closes the connection without an answer', async () => {
    const guard = recordingGuard({ head: () => ({ ...BLOCK, instead: { kind: 'drop' } }) });
    const { port } = await startLooking(await answering('hello'), { guard });
    expect((await exchangeRaw(port, get('/'))).text).toBe('');
    await eventually(() => guard.ends.length === 1);
    expect(guard.ends[0]).toMatchObject({ status: 0, fault: 'dropped' });
  });

  test.each([
    ['https://portal.test/help', /^HTTP\/1\.1 302 [\s\S]*\r\nLocation: https:\/\/portal\.test\/help\r\n/],
    ['https://portal.test/a\r\nX: y', /^HTTP\/1\.1 302 (?![\s\S]*Location)/],
  ])('redirect answers with the Location, where it is one', async (location, expected) => {
    const instead = { kind: 'redirect', location } as const;
    const guard = recordingGuard({ response: () => ({ ...BLOCK, status: 302, instead }) });
    const { port } = await startLooking(await answering('hello'), { guard });
    expect((await exchangeRaw(port, get('/'))).text).toMatch(expected);
  });
});
