import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import { fastify } from 'fastify';
import { Hono } from 'hono';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { AuditRecord, Inspector } from '../api.ts';
import { createInspector } from '../inspector.ts';
import {
  expressInspection,
  type Finding,
  fastifyInspection,
  honoInspection,
  MiddlewareError,
} from './index.ts';
import type { InspectionOptions } from './options.ts';
import { inspector, LIMIT_BYTES, loaded } from './testing/marker-rules.ts';
import { FRAMEWORKS, LEAK_PAGE, ROUTES, type RunningServer, type StartServer } from './testing/servers.ts';
import { get, post, Wire } from './testing/wire.ts';

/** Rules that cannot judge a body. */
const undecided: Inspector = {
  begin(head, context) {
    const transaction = inspector.begin(head, context);
    const requestBody = () => ({ kind: 'undetermined', reason: 'the work budget is spent' }) as const;
    return new Proxy(transaction, {
      get: (target, name) =>
        name === 'requestBody' ? requestBody : bound(target, Reflect.get(target, name)),
    });
  },
};

function bound(target: object, member: unknown): unknown {
  return typeof member === 'function' ? member.bind(target) : member;
}

const open = new Set<RunningServer>();
afterEach(async () => {
  for (const server of open) await server.close();
  open.clear();
});

it('the rules of this test load', () => {
  expect(loaded.diagnostics).toEqual([]);
});

describe.each(Object.entries(FRAMEWORKS))('%s', (_, start: StartServer) => {
  async function serve(options?: InspectionOptions): Promise<Wire> {
    const server = await start(inspector, options);
    open.add(server);
    const wire = await Wire.open(server.port);
    onTestFinished(() => wire.destroy());
    return wire;
  }

  async function ask(request: string, options?: InspectionOptions) {
    const wire = await serve(options);
    wire.write(request);
    return wire.answer();
  }

  it.each([
    ['in the path as it came', get('/a/../b'), 403],
    ['in a repeated header', get(ROUTES.deaf, 'X-Twice: first\r\nX-Twice: second\r\n'), 403],
    ['in a query', get(`${ROUTES.deaf}?q=attack`), 403],
    ['in a form', post(ROUTES.parsed, 'a=b&q=attack'), 403],
    ['in JSON', post(ROUTES.parsed, '{"q":"fine"}', 'application/json'), 200],
    ['in a form for a handler that never reads it', post(ROUTES.deaf, 'q=attack'), 403],
    [
      'in a part of a multipart body',
      post(
        ROUTES.echo,
        '--b\r\nContent-Disposition: form-data; name="evil"; filename="f"\r\n\r\nx\r\n--b--\r\n',
        'multipart/form-data; boundary=b',
      ),
      403,
    ],
  ])('finds what is %s', async (_, request, status) => {
    expect((await ask(request)).status).toBe(status);
  });

  it.each([
    ['a form', post(ROUTES.parsed, 'q=hello'), 'hello'],
    ['JSON', post(ROUTES.parsed, '{"q":"hello"}', 'application/json'), 'hello'],
    ['text', post(ROUTES.echo, 'some text', 'text/plain'), '9 some text'],
    ['no body', get(ROUTES.deaf), 'deaf'],
  ])('leaves %s to the application as it came', async (_, request, body) => {
    expect(await ask(request)).toMatchObject({ status: 200, body });
  });

  it('hands on the whole of a body that is larger than what is inspected', async () => {
    const large = 'x'.repeat(3_000_000);
    const answer = await ask(post(ROUTES.echo, large, 'text/plain'));
    expect(answer).toMatchObject({ status: 200, body: `3000000 ${'x'.repeat(20)}` });
  });

  it('looks at the beginning of a body that is larger than what is inspected', async () => {
    expect((await ask(post(ROUTES.echo, `q=attack&rest=${'x'.repeat(LIMIT_BYTES)}`))).status).toBe(403);
  });

  it('takes chunks as they come, also none', async () => {
    const wire = await serve();
    const head = (path: string) =>
      `POST ${path} HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n`;
    wire.write(`${head(ROUTES.parsed)}5\r\nq=att\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    wire.write('3\r\nack\r\n0\r\n\r\n');
    expect((await wire.answer()).status).toBe(403);
    wire.write(`${head(ROUTES.parsed)}4\r\nq=he\r\n3\r\nllo\r\n0\r\n\r\n`);
    expect(await wire.answer()).toMatchObject({ status: 200, body: 'hello' });
    wire.write(head(ROUTES.echo).replace('x-www-form-urlencoded', 'x-none'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    wire.write('0\r\n\r\n');
    expect((await wire.answer()).status).toBe(200);
  });

  it('goes on with the connection after a refusal, and after a handler that never reads', async () => {
    const wire = await serve();
    wire.write(post(ROUTES.parsed, 'q=attack'));
    const refused = await wire.answer();
    expect(refused.status).toBe(403);
    expect(refused.body).toMatch(
      /^The request was refused\. Reference: [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\n$/,
    );
    wire.write(get('/a/../b'));
    expect((await wire.answer()).status).toBe(403);
    wire.write(post(ROUTES.deaf, `a=${'x'.repeat(500_000)}`));
    expect((await wire.answer()).body).toBe('deaf');
    wire.write(post(ROUTES.parsed, 'q=hello'));
    expect((await wire.answer()).body).toBe('hello');
  });

  it('lets nobody wait when the client leaves in the middle of a body', async () => {
    const findings: Finding[] = [];
    const wire = await serve({ onMatch: (finding) => findings.push(finding) });
    wire.write(post(ROUTES.parsed, 'q=attack').slice(0, -3));
    await new Promise((resolve) => setTimeout(resolve, 20));
    wire.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(findings).toEqual([]);
  });

  it('tells of each request in which a rule matched, once, with the reference that the visitor saw', async () => {
    const findings: Finding[] = [];
    const wire = await serve({ onMatch: (finding) => findings.push(finding) });
    wire.write(get(`${ROUTES.deaf}?note=seen`));
    await wire.answer();
    wire.write(get(`${ROUTES.deaf}?q=attack`));
    const { body } = await wire.answer();
    wire.write(get(ROUTES.deaf));
    await wire.answer();
    await expect.poll(() => findings.length).toBe(2);
    expect(findings).toMatchObject([
      { effect: 'passed', refusal: null, matches: [{ ruleId: 6 }], request: { clientAddress: '127.0.0.1' } },
      { effect: 'blocked', refusal: { status: 403, verdict: { ruleId: 2 } }, matches: [{ ruleId: 2 }] },
    ]);
    expect(body).toContain(findings[1]?.reference);
  });

  it('refuses nothing in mode detect, and says what would have been', async () => {
    const findings: Finding[] = [];
    const answer = await ask(post(ROUTES.parsed, 'q=attack'), {
      mode: 'detect',
      onMatch: (finding) => findings.push(finding),
    });
    expect(answer).toMatchObject({ status: 200, body: 'attack' });
    await expect.poll(() => findings).toMatchObject([{ effect: 'would-block', refusal: { status: 403 } }]);
  });

  it.each([
    ['block', 403, true, 'Enabled'],
    ['detect', 200, false, 'DetectionOnly'],
  ] as const)(
    'gives audit records, with what came of the request: %s',
    async (mode, status, interrupted, engine) => {
      const records: AuditRecord[] = [];
      const audited = createInspector(loaded, { auditEngine: 'relevant-only' });
      const server = await start(audited, { mode, onAuditRecord: (record) => records.push(record) });
      open.add(server);
      const wire = await Wire.open(server.port);
      onTestFinished(() => wire.destroy());
      wire.write(get(ROUTES.deaf));
      await wire.answer();
      wire.write(get(`${ROUTES.deaf}?q=attack`));
      expect((await wire.answer()).status).toBe(status);
      await expect
        .poll(() => records)
        .toMatchObject([
          {
            transaction: {
              is_interrupted: interrupted,
              response: { http_code: status },
              producer: { secrules_engine: engine },
              messages: [{ details: { ruleId: '2' } }],
            },
          },
        ]);
    },
  );

  it('redirects where the rule says so, and nothing of the request gets into the head beside it', async () => {
    const answer = await ask(get(`${ROUTES.deaf}?go=away&from=a%0d%0aX-Evil:%201%e4`));
    expect(answer.status).toBe(302);
    expect(answer.head).toContain('/sorry?from=a%0D%0AX-Evil:%201%E4');
  });

  it('drops the connection where the rule says so', async () => {
    await expect(ask(get(`${ROUTES.deaf}?go=under`))).rejects.toThrow(/^no answer; received: $/);
  });

  it('answers in the words of the application', async () => {
    const answer = await ask(get(`${ROUTES.deaf}?q=attack`), {
      respond: ({ reference }, { outgoing }) => void outgoing.writeHead(418).end(`own words, ${reference}`),
      uniqueId: () => 'mine',
    });
    expect(answer).toMatchObject({ status: 418, body: 'own words, mine' });
  });

  it.each([
    ['held back', true, 502, /^The request was refused/],
    ['not looked at', false, 200, new RegExp(LEAK_PAGE)],
  ])('a page that leaks is %s', async (_, responses, status, body) => {
    const answer = await ask(get(ROUTES.leak), { responses });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatch(body);
    expect(answer.head.toLowerCase()).not.toContain(responses ? 'text/html' : 'no-such');
  });

  it('hands on a response that is inspected and passes', async () => {
    expect(await ask(post(ROUTES.parsed, 'q=hello'), { responses: true })).toMatchObject({
      status: 200,
      body: 'hello',
    });
  });

  it.each([
    ['open', 200],
    ['closed', 503],
  ] as const)('what cannot be judged is let through or refused: %s', async (onUndetermined, status) => {
    const findings: Finding[] = [];
    const server = await start(undecided, { onUndetermined, onMatch: (finding) => findings.push(finding) });
    open.add(server);
    const wire = await Wire.open(server.port);
    onTestFinished(() => wire.destroy());
    wire.write(post(ROUTES.deaf, 'q=hello'));
    expect((await wire.answer()).status).toBe(status);
    await expect.poll(() => findings).toMatchObject([{ undetermined: 'the work budget is spent' }]);
  });
});

describe('a body that somebody has read before is an error, and not passed over', () => {
  async function statusOf(server: RunningServer): Promise<number> {
    open.add(server);
    const wire = await Wire.open(server.port);
    onTestFinished(() => wire.destroy());
    wire.write(post('/', 'q=attack'));
    return (await wire.answer()).status;
  }

  async function onServer(server: ReturnType<typeof createServer>): Promise<RunningServer> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return { port, close: () => new Promise((resolve) => void server.close(() => resolve())) };
  }

  it('Express: next gets it', async () => {
    const app = express();
    const errors: unknown[] = [];
    app.use(express.urlencoded(), expressInspection(inspector));
    const onError: express.ErrorRequestHandler = (error, _request, response, _next) => {
      errors.push(error);
      response.status(500).end();
    };
    app.use(onError);
    expect(await statusOf(await onServer(createServer(app)))).toBe(500);
    expect(errors).toMatchObject([{ code: 'body-already-read' }]);
    expect(errors[0]).toBeInstanceOf(MiddlewareError);
  });

  it('Hono: it is thrown', async () => {
    const app = new Hono();
    const errors: unknown[] = [];
    app.use(async (context, next) => {
      await context.req.text();
      await next();
    });
    app.use(honoInspection(inspector));
    app.onError((error, context) => {
      errors.push(error);
      return context.text('', 500);
    });
    expect(await statusOf(await onServer(createServer(getRequestListener(app.fetch))))).toBe(500);
    expect(errors).toMatchObject([{ code: 'body-already-read' }]);
  });

  it('Hono elsewhere than on Node has no request as it came', async () => {
    const app = new Hono();
    app.use(honoInspection(inspector));
    app.onError((error, context) => context.text(error.message, 500));
    expect(await (await app.request('/')).text()).toContain('@hono/node-server');
  });
});

it('inspects what Fastify is injected with, as tests of applications do', async () => {
  const app = fastify();
  app.register(fastifyInspection(inspector));
  app.post('/', (request, reply) => reply.send(request.body));
  const send = (q: string) => app.inject({ method: 'POST', url: '/', payload: { q } });
  expect((await send('hello')).json()).toEqual({ q: 'hello' });
  expect((await app.inject({ method: 'GET', url: '/?q=attack' })).statusCode).toBe(403);
  await app.close();
});

it('sees a request twice where it is put twice, as a router inside of an application may', async () => {
  const app = express();
  app.use(expressInspection(inspector), expressInspection(inspector), express.urlencoded());
  app.post('/', (request, response) => void response.send(request.body.q));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  open.add({ port, close: () => new Promise((resolve) => void server.close(() => resolve())) });
  const wire = await Wire.open(port);
  wire.write(post('/', 'q=hello'));
  expect((await wire.answer()).body).toBe('hello');
  wire.destroy();
});
