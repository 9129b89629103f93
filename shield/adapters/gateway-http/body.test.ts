import http from 'node:http';
import { expect, test } from 'vitest';
import {
  bodyOf,
  connectRaw,
  eventually,
  exchangeRaw,
  options,
  recordingGuard,
  serve,
  service,
  startGateway,
} from './gateway-fixture.ts';

const MIB = 1024 * 1024;

/** Counts the bytes of each request's body and answers with the count. */
function countingUpstream(): Promise<number> {
  return serve((request, response) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on('end', () =>
      response.end(`${bytes} ${request.headers['transfer-encoding'] ?? request.headers['content-length']}`),
    );
  });
}

/** Uploads `chunks` chunks of 1 MiB, waiting for the socket to drain, and gives the body of the answer. */
function upload(port: number, chunks: number, headers: http.OutgoingHttpHeaders): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: '127.0.0.1', method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('latin1').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    request.on('error', reject);
    const chunk = Buffer.alloc(MIB, 'a');
    let left = chunks;
    const more = () => {
      while (left > 0) {
        left -= 1;
        if (!request.write(chunk)) {
          request.once('drain', more);
          return;
        }
      }
      request.end();
    };
    more();
  });
}

test.each([
  ['of known length', { 'content-length': 100 * MIB }, `${100 * MIB}`],
  ['in chunks', { 'transfer-encoding': 'chunked' }, 'chunked'],
])(
  'streams 100 MiB %s while holding little more than the inspection limit',
  async (_name, headers, framing) => {
    let mostHeld = 0;
    const look = () => {
      mostHeld = Math.max(mostHeld, running.gateway.status().heldBytes);
    };
    const guard = recordingGuard({
      body: () => {
        look();
        return { kind: 'pass' };
      },
    });
    const upstream = await serve((request, response) => {
      let bytes = 0;
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        look();
      });
      request.on('end', () =>
        response.end(`${bytes} ${request.headers['transfer-encoding'] ?? request.headers['content-length']}`),
      );
    });
    const running = await startGateway(options(upstream, { guard }));
    expect(await upload(running.port, 100, headers)).toBe(`${100 * MIB} ${framing}`);
    expect(guard.inspectedBytes).toBe(128 * 1024);
    expect(mostHeld).toBeGreaterThan(128 * 1024);
    expect(mostHeld).toBeLessThan(2 * MIB);
    await eventually(() => guard.ends.length === 1);
    expect(running.gateway.status().heldBytes).toBe(0);
    expect(guard.ends[0]).toMatchObject({ status: 200, requestBytes: 100 * MIB });
  },
);

test('an upstream that does not read keeps the client from sending', async () => {
  const held: http.IncomingMessage[] = [];
  const upstream = await serve((request) => {
    request.pause();
    held.push(request);
  });
  const { port, gateway } = await startGateway(options(upstream));
  const client = await connectRaw(port);
  client.socket.write(`POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: ${100 * MIB}\r\n\r\n`);
  const chunk = Buffer.alloc(MIB, 'a');
  let taken = 0;
  const offer = () => {
    while (taken < 100 && client.socket.write(chunk)) taken += 1;
  };
  client.socket.on('drain', () => {
    taken += 1;
    offer();
  });
  offer();
  let before = -1;
  await eventually(() => {
    const settled = held.length === 1 && before === client.socket.bytesWritten - client.socket.writableLength;
    before = client.socket.bytesWritten - client.socket.writableLength;
    return settled && client.socket.writableNeedDrain;
  });
  expect(taken).toBeLessThan(50);
  expect(gateway.status().heldBytes).toBeLessThan(2 * MIB);
});

test('a client that does not read keeps the upstream from sending', async () => {
  let sent = 0;
  let full: () => void = () => undefined;
  const isFull = new Promise<void>((resolve) => {
    full = resolve;
  });
  const chunk = Buffer.alloc(MIB, 'b');
  const upstream = await serve((_request, response) => {
    const more = () => {
      while (sent < 100) {
        sent += 1;
        if (!response.write(chunk)) {
          setTimeout(() => response.writableNeedDrain && full(), 100);
          return;
        }
      }
      response.end();
    };
    response.on('drain', more);
    more();
  });
  const { port } = await startGateway(options(upstream));
  const client = await connectRaw(port);
  client.socket.pause();
  client.socket.write('GET / HTTP/1.1\r\nHost: portal.test\r\nConnection: close\r\n\r\n');
  await isFull;
  expect(sent).toBeLessThan(50);
  let received = 0;
  client.socket.removeAllListeners('data').on('data', (data: Buffer) => {
    received += data.length;
  });
  client.socket.resume();
  await client.closed();
  expect(sent).toBe(100);
  expect(received).toBeGreaterThan(100 * MIB);
});

test('nothing is forwarded before the guard has seen the body', async () => {
  let reached = 0;
  const upstream = await serve((request, response) => {
    reached += 1;
    request.resume();
    response.end('reached');
  });
  const guard = recordingGuard({ body: () => ({ kind: 'block', status: 403, reference: 'REF-BODY' }) });
  const { port } = await startGateway(options(upstream, { guard }));
  const client = await connectRaw(port);
  client.socket.write('POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 6\r\n\r\nabc');
  await eventually(() => guard.inspectedBytes === 3 || guard.heads.length === 1);
  client.socket.write('def');
  const text = await client.until(/REF-BODY[\s\S]*<\/html>/);
  expect(text).toMatch(/^HTTP\/1\.1 403 /);
  expect(reached).toBe(0);
  await eventually(() => guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ status: 403, requestBytes: 6 });
});

test('a guard that wants no more is asked at once, and the rest is streamed', async () => {
  const upstream = await countingUpstream();
  const seen: number[] = [];
  const guard = recordingGuard({
    append(chunk) {
      seen.push(chunk.length);
      return false;
    },
  });
  const { port } = await startGateway(options(upstream, { guard }));
  const client = await connectRaw(port);
  client.socket.write(
    'POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 6\r\nConnection: close\r\n\r\nabc',
  );
  await eventually(() => seen.length === 1);
  client.socket.write('def');
  expect(bodyOf((await client.closed()).text)).toBe('6 6');
  expect(seen).toEqual([3]);
});

test('a guard that wants no body is given none', async () => {
  const upstream = await countingUpstream();
  const guard = recordingGuard({ wantsBody: false });
  const { port } = await startGateway(options(upstream, { guard }));
  const answer = await exchangeRaw(
    port,
    'POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc',
  );
  expect(bodyOf(answer.text)).toBe('3 3');
  expect(guard.inspectedBytes).toBe(0);
});

test.each([
  ['announced', `Content-Length: 2000\r\n\r\n${'a'.repeat(2000)}`],
  ['in chunks', `Transfer-Encoding: chunked\r\n\r\n7d0\r\n${'a'.repeat(2000)}\r\n0\r\n\r\n`],
])('a body over the limit, %s, is refused with 413', async (_name, rest) => {
  const upstream = await countingUpstream();
  const guard = recordingGuard();
  const services = [service(upstream, { bodyLimitBytes: 1000, bodyInspectionLimitBytes: 100 })];
  const { port, gateway } = await startGateway(options(upstream, { guard, services }));
  const client = await connectRaw(port);
  client.socket.write(`POST / HTTP/1.1\r\nHost: portal.test\r\n${rest}`);
  expect(await client.until(/<\/html>/)).toMatch(/^HTTP\/1\.1 413 [\s\S]*REF-1/);
  await eventually(() => guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ status: 413, fault: 'body-too-large' });
  expect(guard.refusals.map(({ code }) => code)).toEqual(['body-too-large']);
  expect(gateway.status().heldBytes).toBe(0);
});

test('a streamed body that grows over the limit breaks off the upstream', async () => {
  let aborted = false;
  const upstream = await serve((request) => {
    request.on('error', () => {
      aborted = true;
    });
    request.resume();
  });
  const services = [service(upstream, { bodyLimitBytes: 100_000, bodyInspectionLimitBytes: 100 })];
  const { port } = await startGateway(options(upstream, { services }));
  const client = await connectRaw(port);
  client.socket.write('POST / HTTP/1.1\r\nHost: portal.test\r\nTransfer-Encoding: chunked\r\n\r\n');
  for (let i = 0; i < 3; i += 1) client.socket.write(`c350\r\n${'a'.repeat(50_000)}\r\n`);
  expect(await client.until(/<\/html>/)).toMatch(/^HTTP\/1\.1 413 /);
  await eventually(() => aborted);
});

test('Expect: 100-continue is answered once the head has passed', async () => {
  const upstream = await countingUpstream();
  const { port } = await startGateway(options(upstream));
  const client = await connectRaw(port);
  client.socket.write(
    'POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n',
  );
  expect(await client.until(/\r\n\r\n/)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  client.socket.write('abc');
  expect((await client.closed()).text).toMatch(/HTTP\/1\.1 200 OK[\s\S]*3 3$/);
});

test('a blocked head gets no 100, and the connection ends, as its body may never come', async () => {
  const upstream = await countingUpstream();
  const guard = recordingGuard({ head: () => ({ kind: 'block', status: 403, reference: 'REF-HEAD' }) });
  const { port } = await startGateway(options(upstream, { guard }));
  const answer = await exchangeRaw(
    port,
    'POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n',
  );
  expect(answer.text).toMatch(/^HTTP\/1\.1 403 /);
  expect(answer.text).toContain('Connection: close');
});

test('the body of a refused request is thrown away, and the connection goes on', async () => {
  const upstream = await countingUpstream();
  let blocked = true;
  const guard = recordingGuard({
    head: () => (blocked ? { kind: 'block', status: 403, reference: 'REF-HEAD' } : { kind: 'pass' }),
  });
  const { port } = await startGateway(options(upstream, { guard }));
  const client = await connectRaw(port);
  client.socket.write('POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 6\r\n\r\nabc');
  await client.until(/<\/html>/);
  blocked = false;
  client.socket.write(
    'defPOST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 4\r\nConnection: close\r\n\r\nabcd',
  );
  expect((await client.closed()).text).toMatch(/^HTTP\/1\.1 403 [\s\S]*HTTP\/1\.1 200 OK[\s\S]*4 4$/);
});

test('a client that leaves inside its body leaves the upstream no whole request', async () => {
  let ended = false;
  let aborted = false;
  const upstream = await serve((request) => {
    request.on('end', () => {
      ended = true;
    });
    request.on('error', () => {
      aborted = true;
    });
    request.resume();
  });
  const guard = recordingGuard({ wantsBody: false });
  const { port, gateway } = await startGateway(options(upstream, { guard }));
  const client = await connectRaw(port);
  client.socket.write(
    'POST / HTTP/1.1\r\nHost: portal.test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n',
  );
  await eventually(
    () =>
      gateway.status().services[0]?.upstream.state === 'unknown' &&
      gateway.status().heldBytes === 0 &&
      guard.heads.length === 1,
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  client.socket.destroy();
  await eventually(() => aborted);
  expect(ended).toBe(false);
  await eventually(() => guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ status: 0, fault: 'client-left' });
});
