import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import { ConsoleAssets } from './console-assets.ts';
import type { ApiDeps, ApiOptions } from './deps.ts';
import { HostCheck } from './http/host-check.ts';
import { Sessions } from './session/sessions.ts';
import { StreamHub } from './stream/stream-hub.ts';

const HEAD_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const CONNECTION_LIMIT = 256;
const CLOSE_GRACE_MS = 2_000;

/** The control API and the console on one listener. */
export interface Api {
  /** Resolves with where it listens; rejects when the address is taken or not this machine's. */
  listen(): Promise<{ readonly address: string; readonly port: number; readonly url: string }>;
  /** Ends the live streams, lets answers finish, and closes. Safe to call twice. */
  close(): Promise<void>;
}

/** Binds nothing and starts no timer before `listen`. `onFailure` is told of defects that clients are not told of. */
export function createApi(deps: ApiDeps, onFailure: (failure: unknown) => void = console.error): Api {
  const { options } = deps;
  const sessions = new Sessions(deps.state, deps.random, deps.clock);
  const hub = new StreamHub({
    bus: deps.bus,
    clock: deps.clock,
    epoch: deps.ids.next(),
    isSession: (tokenHash) => sessions.byHash(tokenHash) !== null,
  });
  let hostCheck = new HostCheck(options.allowedHosts ?? [], options);
  let server: Server | null = null;

  return {
    async listen() {
      const app = createApp({
        deps,
        sessions,
        hub,
        assets: ConsoleAssets.read(options.consoleFolder),
        hostCheck: () => hostCheck,
        onFailure,
      });
      const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
      server = serverOf(options, withIntake(deps, listener));
      server.maxConnections = CONNECTION_LIMIT;
      const port = await bind(server, options);
      hostCheck = new HostCheck(options.allowedHosts ?? [], { address: options.address, port });
      hub.start();
      const name = options.address.includes(':') ? `[${options.address}]` : options.address;
      return {
        address: options.address,
        port,
        url: `${options.tls === undefined ? 'http' : 'https'}://${name}:${port}/`,
      };
    },
    async close() {
      hub.stop();
      const closing = server;
      server = null;
      if (closing === null) return;
      await new Promise<void>((resolve) => {
        closing.close(() => resolve());
        closing.closeIdleConnections();
        // A browser may keep a connection open that nothing is asked on any more.
        setTimeout(() => closing.closeAllConnections(), CLOSE_GRACE_MS).unref();
      });
    },
  };
}

function serverOf({ tls }: ApiOptions, listener: RequestListener): Server {
  const limits = { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEAD_TIMEOUT_MS };
  if (tls === undefined) return createServer(limits, listener);
  return createTlsServer(
    { ...limits, cert: tls.certificatePem, key: tls.keyPem, minVersion: 'TLSv1.2' },
    listener,
  );
}

const INTAKE_PATH = /^\/api\/intake\/([^/?]{1,200})$/;

/** Log senders have tokens, not sessions, and stream their bodies: they go past the API to the source itself. */
function withIntake({ intake }: ApiDeps, listener: RequestListener): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    const name = INTAKE_PATH.exec(request.url ?? '')?.[1];
    if (name !== undefined && intake(name, request, response)) return;
    listener(request, response);
  };
}

function bind(
  server: Server,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port }, () => {
      server.off('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
    });
  });
}
