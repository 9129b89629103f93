import { expect, test } from 'vitest';
import type { GuardedRequest } from '../../ports/index.ts';
import {
  bodyOf,
  eventually,
  exchangeRaw,
  get,
  options,
  recordingGuard,
  serve,
  service,
  startGateway,
} from './gateway-fixture.ts';

const POST = 'POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc';

const broken = (): never => {
  throw new Error('the engine broke');
};

const STAGES: readonly (readonly [string, Partial<GuardedRequest>])[] = [
  ['head', { head: broken }],
  ['body', { body: broken }],
  ['response', { response: broken }],
];

test.each(STAGES)(
  'open: a guard that throws at %s lets the request through, and it is counted',
  async (_name, overrides) => {
    const upstream = await serve((request, response) =>
      request.resume().on('end', () => response.end('through')),
    );
    const guard = recordingGuard(overrides);
    const { port, gateway } = await startGateway(options(upstream, { guard }));
    expect(bodyOf((await exchangeRaw(port, POST)).text)).toMatch(/through/);
    expect(gateway.status()).toMatchObject({ inspectionErrors: 1, lastInspectionError: 'the engine broke' });
  },
);

test.each(STAGES)(
  'closed: a guard that throws at %s refuses the request with 503',
  async (_name, overrides) => {
    const upstream = await serve((request, response) =>
      request.resume().on('end', () => response.end('through')),
    );
    const guard = recordingGuard(overrides);
    const services = [service(upstream, { onInspectionError: 'closed' })];
    const { port } = await startGateway(options(upstream, { guard, services }));
    const { text } = await exchangeRaw(port, POST);
    expect(text).toMatch(/^HTTP\/1\.1 503 [\s\S]*REF-1/);
    expect(text).not.toContain('through');
    expect(guard.refusals.map(({ code }) => code)).toEqual(['inspection-error']);
  },
);

test.each([
  ['open', /^HTTP\/1\.1 200 /],
  ['closed', /^HTTP\/1\.1 503 /],
] as const)('a guard that cannot begin: %s', async (onInspectionError, expected) => {
  const upstream = await serve((_request, response) => response.end('through'));
  const guard = { ...recordingGuard(), begin: broken };
  const services = [service(upstream, { onInspectionError })];
  const { port } = await startGateway(options(upstream, { guard, services }));
  expect((await exchangeRaw(port, get('/'))).text).toMatch(expected);
});

test('a guard that throws everywhere else ends no request and no gateway', async () => {
  const upstream = await serve((request, response) =>
    request.resume().on('end', () => response.end('through')),
  );
  const guard = recordingGuard({ append: broken, end: broken });
  const thrower = { ...guard, begin: guard.begin, refused: broken };
  const { port, gateway } = await startGateway(options(upstream, { guard: thrower }));
  expect((await exchangeRaw(port, POST)).text).toMatch(/^HTTP\/1\.1 200 /);
  expect((await exchangeRaw(port, 'rubbish\r\n\r\n')).text).toMatch(/^HTTP\/1\.1 400 /);
  await eventually(() => gateway.status().inspectionErrors === 3);
});

test('a response can be blocked; the client sees the page and nothing of it', async () => {
  const upstream = await serve((_request, response) => {
    response.setHeader('X-Secret', 'leak');
    response.end('leak');
  });
  const guard = recordingGuard({ response: () => ({ kind: 'block', status: 403, reference: 'REF-OUT' }) });
  const { port } = await startGateway(options(upstream, { guard }));
  const { text } = await exchangeRaw(port, get('/'));
  expect(text).toMatch(/^HTTP\/1\.1 403 [\s\S]*REF-OUT/);
  expect(text).not.toMatch(/leak/);
});

test('the guard sees the bytes as they came', async () => {
  const upstream = await serve((_request, response) => response.end());
  const guard = recordingGuard();
  const { port } = await startGateway(options(upstream, { guard }));
  await exchangeRaw(port, get('/a/../../etc/passwd?x=%27%20or%201', ['X-Twice: 1', 'x-TWICE: \xe9\xff']));
  expect(guard.heads[0]).toMatchObject({
    method: 'GET',
    target: '/a/../../etc/passwd?x=%27%20or%201',
    httpVersion: '1.1',
    headers: [
      ['Host', 'portal.test'],
      ['X-Twice', '1'],
      ['x-TWICE', '\xe9\xff'],
      ['Connection', 'close'],
    ],
    serverAddress: '127.0.0.1',
    serverPort: port,
  });
});
