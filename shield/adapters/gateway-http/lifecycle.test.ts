import http from 'node:http';
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
  service,
  startGateway,
} from './gateway-fixture.ts';
import { createGateway } from './index.ts';

const KEEP = 'GET / HTTP/1.1\r\nHost: portal.test\r\n\r\n';

test('requests over many connections share few kept-alive ones to the upstream', async () => {
  const sockets = new Set<unknown>();
  const upstream = await serve((request, response) => {
    sockets.add(request.socket);
    response.end('ok');
  });
  const { port, gateway } = await startGateway(options(upstream));
  for (let i = 0; i < 20; i += 1) expect(bodyOf((await exchangeRaw(port, get('/'))).text)).toBe('ok');
  expect(sockets.size).toBe(1);
  expect(gateway.status()).toMatchObject({ requests: 20, inFlight: 0 });
});

test('pipelined requests are answered in their order', async () => {
  const upstream = await serve((request, response) => {
    setTimeout(() => response.end(`<${request.url}>`), request.url === '/1' ? 40 : 0);
  });
  const { port } = await startGateway(options(upstream));
  const { text } = await exchangeRaw(
    port,
    `${KEEP.replace('/', '/1')}${KEEP.replace('/', '/2')}${get('/3')}`,
  );
  expect(text.match(/<\/[123]>/g)).toEqual(['</1>', '</2>', '</3>']);
});

test('a client that leaves with several requests in line leaves nothing behind', async () => {
  const upstream = await serve(() => undefined);
  const guard = recordingGuard();
  const { port, gateway } = await startGateway(options(upstream, { guard }));
  const client = await connectRaw(port);
  client.socket.write(KEEP.repeat(3));
  await eventually(() => gateway.status().inFlight === 3);
  client.socket.destroy();
  await eventually(() => gateway.status().inFlight === 0);
  expect(guard.ends.map(({ fault }) => fault)).toEqual(['client-left', 'client-left', 'client-left']);
});

test('close lets the request under way end, takes no new connection, and then is done', async () => {
  let release: () => void = () => undefined;
  const upstream = await serve((_request, response) => {
    response.write('begun ');
    release = () => response.end('ended');
  });
  const { port, gateway } = await startGateway(options(upstream));
  const idle = await connectRaw(port);
  const client = await connectRaw(port);
  client.socket.write(KEEP);
  await client.until(/begun/);
  const closing = gateway.close(10_000);
  await idle.closed();
  await expect(connectRaw(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  release();
  const { text, error } = await client.closed();
  await closing;
  expect(text).toContain('ended');
  expect(error).toBeNull();
  expect(gateway.status().connections).toBe(0);
});

test('close loses none of several requests in line', async () => {
  let asked = 0;
  const upstream = await serve((request, response) => {
    asked += 1;
    setTimeout(() => response.end(`<${request.url}>`), 60);
  });
  const { port, gateway } = await startGateway(options(upstream));
  const client = await connectRaw(port);
  client.socket.write(['/1', '/2', '/3'].map((path) => KEEP.replace('/', path)).join(''));
  await eventually(() => asked === 3);
  await gateway.close(10_000);
  expect((await client.closed()).text.match(/<\/[123]>/g)).toEqual(['</1>', '</2>', '</3>']);
});

test('close breaks off what has not ended after the grace', async () => {
  const upstream = await serve((_request, response) => {
    response.write('begun ');
  });
  const guard = recordingGuard();
  const { port, gateway } = await startGateway(options(upstream, { guard }));
  const client = await connectRaw(port);
  client.socket.write(KEEP);
  await client.until(/begun/);
  await gateway.close(50);
  await client.closed();
  await eventually(() => guard.ends.length === 1);
  expect(guard.ends[0]).toMatchObject({ fault: 'client-left' });
});

test('reload under a stream of requests loses none, and what began before ends with the old guard', async () => {
  const first = await serve((_request, response) => response.end('first'));
  const second = await serve((_request, response) => {
    setTimeout(() => response.end('second'), 1);
  });
  const guards = [recordingGuard(), recordingGuard()];
  const { port, gateway } = await startGateway(options(first, { ...guardOf(guards[0]) }));
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  const answers: string[] = [];
  let stopped = false;
  const loop = async () => {
    while (!stopped) answers.push(await fetchText(port, agent));
  };
  const loops = Array.from({ length: 8 }, loop);
  for (let i = 1; i <= 6; i += 1) {
    await eventually(() => answers.length > i * 40);
    await gateway.reload(options(i % 2 === 1 ? second : first, { ...guardOf(guards[i % 2]) }));
  }
  await eventually(() => answers.length > 300);
  stopped = true;
  await Promise.all(loops);
  agent.destroy();
  expect(new Set(answers)).toEqual(new Set(['200 first', '200 second']));
  await eventually(() => gateway.status().inFlight === 0);
  for (const guard of guards) expect(guard.ends.length).toBe(guard.heads.length);
  expect(guards.reduce((sum, guard) => sum + guard.ends.length, 0)).toBe(answers.length);
});

test('a reload while a body comes in ends that request at the service it began with', async () => {
  const first = await serve((request, response) => {
    request.resume().on('end', () => response.end('first'));
  });
  const second = await serve((_request, response) => response.end('second'));
  const { port, gateway } = await startGateway(options(first));
  const client = await connectRaw(port);
  client.socket.write('POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 6\r\n\r\nabc');
  await eventually(() => gateway.status().inFlight === 1);
  await gateway.reload(options(second));
  client.socket.write('def');
  await client.until(/first$/);
  client.socket.write(KEEP);
  await client.until(/second$/);
});

test('a reload with a mistake changes nothing', async () => {
  const upstream = await serve((_request, response) => response.end('ok'));
  const { port, gateway } = await startGateway(options(upstream));
  const bad = options(upstream, { services: [service(upstream, { upstream: 'portal:80' })] });
  await expect(gateway.reload(bad)).rejects.toMatchObject({ code: 'bad-service' });
  await expect(gateway.reload(options(upstream, { trustedProxies: ['10.0.0.0/33'] }))).rejects.toMatchObject({
    code: 'bad-trusted-proxy',
  });
  expect(bodyOf((await exchangeRaw(port, get('/'))).text)).toBe('ok');
});

test('a reload opens and closes listeners', async () => {
  const upstream = await serve((_request, response) => response.end('ok'));
  const { port, gateway } = await startGateway(options(upstream));
  const probe = await serve(http.createServer());
  const taken = options(upstream, { listeners: [{ address: '127.0.0.1', port: probe }] });
  await expect(gateway.reload(taken)).rejects.toMatchObject({ code: 'listen-failed' });
  expect(bodyOf((await exchangeRaw(port, get('/'))).text)).toBe('ok');
  const listeners = [
    { address: '127.0.0.1', port: 0 },
    { address: '127.0.0.2', port },
  ];
  await gateway.reload(options(upstream, { listeners: listeners.slice(1) }));
  await expect(connectRaw(port))
    .rejects.toMatchObject({ code: 'ECONNREFUSED' })
    .catch(() => undefined);
  expect(gateway.status().connections).toBe(0);
});

test('an address that is taken is said so', async () => {
  const upstream = await serve((_request, response) => response.end('ok'));
  const gateway = createGateway(options(upstream, { listeners: [{ address: '127.0.0.1', port: upstream }] }));
  await expect(gateway.listen()).rejects.toThrow(`cannot listen at 127.0.0.1:${upstream}`);
  await gateway.close(0);
  await expect(gateway.listen()).rejects.toMatchObject({ code: 'closed' });
});

test('connections over the limit are closed at once, and counted', async () => {
  const upstream = await serve((_request, response) => response.end('ok'));
  const { port, gateway } = await startGateway(options(upstream, { limits: { connections: 1 } }));
  await connectRaw(port);
  await eventually(() => gateway.status().connections === 1);
  const second = await connectRaw(port);
  await second.closed();
  expect(gateway.status()).toMatchObject({ connections: 1, connectionsDropped: 1 });
});

test('services are told apart by host; an unknown host is refused with 421', async () => {
  const named = (name: string) => serve((_request, response) => response.end(name));
  const services = [
    service(await named('exact'), { name: 'exact', hosts: ['Portal.test'] }),
    service(await named('wild'), { name: 'wild', hosts: ['*.portal.test'] }),
  ];
  const guard = recordingGuard();
  const { port } = await startGateway(options(0, { services, guard }));
  const ask = async (host: string) => (await exchangeRaw(port, get('/').replace('portal.test', host))).text;
  expect(bodyOf(await ask('PORTAL.test:8080'))).toBe('exact');
  expect(bodyOf(await ask('a.b.portal.test'))).toBe('wild');
  expect(await ask('other.test')).toMatch(/^HTTP\/1\.1 421 [\s\S]*REF-1/);
  expect(guard.refusals.map(({ code, status }) => [code, status])).toEqual([['unknown-host', 421]]);
});

function guardOf(guard: ReturnType<typeof recordingGuard> | undefined) {
  return guard === undefined ? {} : { guard };
}

function fetchText(port: number, agent: http.Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.get(
      { port, host: '127.0.0.1', agent, headers: { host: 'portal.test' } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve(`${response.statusCode} ${text}`));
      },
    );
    request.on('error', reject);
  });
}
