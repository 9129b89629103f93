import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import { fastify } from 'fastify';
import { Hono } from 'hono';
import type { Inspector } from '../../api.ts';
import { expressInspection, fastifyInspection, honoInspection, withInspection } from '../index.ts';
import type { InspectionOptions } from '../options.ts';

/** What the application does behind the inspection, the same in each framework. */
export const ROUTES = {
  /** Answers with the length and the beginning of the body, read as the framework reads it. */
  echo: '/echo',
  /** Answers with what a form or a JSON body says under `q`, by the framework's own parser. */
  parsed: '/parsed',
  /** Answers without looking at the body. */
  deaf: '/deaf',
  /** Answers with a page that holds the marker of the response rules. */
  leak: '/leak',
} as const;

/** A page that the response rule of the tests refuses. */
export const LEAK_PAGE = '<html>a leaking page</html>';

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the application in one framework. */
export type StartServer = (inspector: Inspector, options?: InspectionOptions) => Promise<RunningServer>;

const HTML = { 'content-type': 'text/html' };

/** The application in every framework that there is middleware for. */
export const FRAMEWORKS = {
  'node:http': async (inspector, options) => {
    const listener: RequestListener = async (request, response) => {
      const path = request.url?.split('?')[0];
      if (path === ROUTES.leak) {
        response.writeHead(200, HTML).write(LEAK_PAGE.slice(0, 10));
        response.end(LEAK_PAGE.slice(10));
      } else if (path === ROUTES.deaf) response.end('deaf');
      else {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString();
        response.end(path === ROUTES.parsed ? parse(text) : summary(text));
      }
    };
    return listening(createServer(withInspection(listener, inspector, options)));
  },
  'Express 5': async (inspector, options) => {
    const app = express();
    app.use(expressInspection(inspector, options));
    app.all(ROUTES.leak, (_, response) => void response.type('html').send(LEAK_PAGE));
    app.all(ROUTES.deaf, (_, response) => void response.send('deaf'));
    app.use(pause, express.json(), express.urlencoded(), express.text({ type: '*/*', limit: '50mb' }));
    app.all(ROUTES.parsed, (request, response) => void response.send(request.body.q));
    app.all(ROUTES.echo, (request, response) => void response.send(summary(textOf(request.body))));
    return listening(createServer(app));
  },
  'Fastify 5': async (inspector, options) => {
    const app = fastify({ bodyLimit: 50_000_000 });
    app.register(fastifyInspection(inspector, options));
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    app.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body));
    app.all(ROUTES.leak, (_, reply) => reply.type('text/html').send(LEAK_PAGE));
    app.all(ROUTES.deaf, (_, reply) => reply.send('deaf'));
    app.all(ROUTES.parsed, (request, reply) => reply.send((request.body as { q: string }).q));
    app.all(ROUTES.echo, (request, reply) => reply.send(summary(textOf(request.body))));
    await app.listen({ port: 0, host: '127.0.0.1' });
    return { port: portOf(app.server), close: () => app.close() };
  },
  'Hono 4': async (inspector, options) => {
    const app = new Hono();
    app.use(honoInspection(inspector, options));
    app.all(ROUTES.leak, (context) => context.html(LEAK_PAGE));
    app.all(ROUTES.deaf, (context) => context.text('deaf'));
    app.all(ROUTES.parsed, async (context) => context.text(parse(await context.req.text())));
    app.all(ROUTES.echo, async (context) => context.text(summary(await context.req.text())));
    return listening(createServer(getRequestListener(app.fetch)));
  },
} satisfies Readonly<Record<string, StartServer>>;

/** Makes the parsers behind it come late, as after a look into a database. */
function pause(_request: unknown, _response: unknown, next: () => void): void {
  setTimeout(next, 5);
}

function summary(text: string): string {
  return `${text.length} ${text.slice(0, 20)}`;
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body ?? '');
}

function parse(text: string): string {
  return text.startsWith('{') ? JSON.parse(text).q : (new URLSearchParams(text).get('q') ?? '');
}

async function listening(server: Server): Promise<RunningServer> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
