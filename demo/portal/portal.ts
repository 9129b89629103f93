import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Applications } from './applications.ts';
import { applicationPage, homePage, receivedPage, searchPage, serviceList, uploadPage } from './pages.ts';
import { BodyTooLarge, fieldsOfForm, readBody } from './read-body.ts';

/** The bundled e-service: a citizens' portal with a search, a form, a JSON API and an upload. Keeps nothing on disk. */
export interface Portal {
  /** Port on 127.0.0.1. */
  readonly port: number;
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void;

export async function startPortal(port: number): Promise<Portal> {
  const routes = routesOf(new Applications());
  const server = createServer((request, response) => {
    answer(routes, request, response).catch((error: unknown) => {
      const status = error instanceof BodyTooLarge ? 413 : error instanceof SyntaxError ? 400 : 500;
      if (!response.headersSent)
        send(response, { status, type: 'text/plain', body: 'The request could not be served.\n' });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => closeServer(server),
  };
}

async function answer(
  routes: ReadonlyMap<string, Handler>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://portal.invalid');
  const handler = routes.get(`${request.method} ${url.pathname}`);
  if (handler === undefined)
    send(response, { status: 404, type: 'text/plain', body: 'There is no such page.\n' });
  else await handler(request, response, url);
}

function routesOf(applications: Applications): ReadonlyMap<string, Handler> {
  const html = (response: ServerResponse, body: string) =>
    send(response, { status: 200, type: 'text/html; charset=utf-8', body });
  const json = (response: ServerResponse, body: unknown, status = 200) =>
    send(response, { status, type: 'application/json', body: JSON.stringify(body) });
  return new Map<string, Handler>([
    ['GET /', (_, response) => html(response, homePage())],
    [
      'GET /services/search',
      (_, response, url) => html(response, searchPage(url.searchParams.get('q') ?? '')),
    ],
    ['GET /services/apply', (_, response) => html(response, applicationPage())],
    [
      'POST /services/apply',
      async (request, response) => {
        const fields = fieldsOfForm(await readBody(request));
        html(response, receivedPage(applications.add(fields.name ?? '', fields.service ?? '')));
      },
    ],
    ['GET /documents/upload', (_, response) => html(response, uploadPage())],
    [
      'POST /documents/upload',
      async (request, response) => html(response, receivedPage(`DOC-${(await readBody(request)).length}`)),
    ],
    ['GET /api/v1/services', (_, response) => json(response, { services: serviceList() })],
    ['GET /api/v1/applications', (_, response) => json(response, { count: applications.count })],
    [
      'POST /api/v1/applications',
      async (request, response) => {
        const given: unknown = JSON.parse((await readBody(request)).toString('utf8'));
        const name = typeof given === 'object' && given !== null && 'name' in given ? String(given.name) : '';
        json(response, { number: applications.add(name, 'api') }, 201);
      },
    ],
  ]);
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
