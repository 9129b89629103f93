import http, { type RequestListener, type Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ExchangeEnd, GuardedRequest, Refusal, RequestGuard, Ruling } from '../../ports/index.ts';
import { createGateway, type Gateway, type GatewayOptions, type ServiceOptions } from './index.ts';

/** A guard that lets everything pass and keeps what it was told. */
export interface RecordingGuard extends RequestGuard {
  readonly refusals: Refusal[];
  readonly heads: Parameters<RequestGuard['begin']>[1][];
  readonly ends: ExchangeEnd[];
  inspectedBytes: number;
}

const PASS: Ruling = { kind: 'pass' };

export function recordingGuard(overrides: Partial<GuardedRequest> = {}): RecordingGuard {
  const guard: RecordingGuard = {
    refusals: [],
    heads: [],
    ends: [],
    inspectedBytes: 0,
    begin(_service, head) {
      guard.heads.push(head);
      return {
        reference: 'REF-OWN',
        wantsBody: true,
        head: () => PASS,
        append(chunk) {
          guard.inspectedBytes += chunk.length;
          return true;
        },
        body: () => PASS,
        response: () => PASS,
        wantsResponseBody: false,
        appendResponse: () => true,
        responseBody: () => PASS,
        responseUnreadable: () => PASS,
        refused: (refusal) => guard.refused(refusal),
        end: (end) => guard.ends.push(end),
        ...overrides,
      };
    },
    refused(refusal) {
      guard.refusals.push(refusal);
      return `REF-${guard.refusals.length}`;
    },
  };
  return guard;
}

/** Listens at a free loopback port until the test is finished; gives the port. */
export async function serve(listener: RequestListener | Server): Promise<number> {
  const server = typeof listener === 'function' ? http.createServer(listener) : listener;
  return listenFor(server, () => server.closeAllConnections());
}

/** A bare TCP server, for upstreams that misbehave. */
export function serveRaw(accept: (socket: net.Socket) => void): Promise<number> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    accept(socket);
  });
  return listenFor(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

async function listenFor(server: net.Server, end: () => void): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    end();
  });
  return (server.address() as AddressInfo).port;
}

export function service(upstreamPort: number, changes: Partial<ServiceOptions> = {}): ServiceOptions {
  return {
    name: 'portal',
    hosts: [],
    upstream: `http://127.0.0.1:${upstreamPort}`,
    onInspectionError: 'open',
    bodyInspectionLimitBytes: 128 * 1024,
    responseInspectionLimitBytes: 512 * 1024,
    bodyLimitBytes: 200 * 1024 * 1024,
    timeoutsMs: { headers: 10_000, body: 10_000, idle: 10_000, upstream: 10_000 },
    ...changes,
  };
}

export function options(upstreamPort: number, changes: Partial<GatewayOptions> = {}): GatewayOptions {
  return {
    listeners: [{ address: '127.0.0.1', port: 0 }],
    services: [service(upstreamPort)],
    guard: recordingGuard(),
    clock: { nowMs: () => 1_700_000_000_000 },
    trustedProxies: [],
    ...changes,
  };
}

export interface RunningGateway {
  readonly gateway: Gateway;
  readonly port: number;
}

/** A gateway that listens until the test is finished. */
export async function startGateway(gatewayOptions: GatewayOptions): Promise<RunningGateway> {
  const gateway = createGateway(gatewayOptions);
  const [listening] = await gateway.listen();
  onTestFinished(() => gateway.close(0));
  return { gateway, port: listening?.port ?? 0 };
}

/** A raw client connection: what came so far, and promises for more. */
export interface RawClient {
  readonly socket: net.Socket;
  /** Everything received, latin1. */
  text(): string;
  /** Resolves when what came matches; rejects when the connection closes before. */
  until(pattern: RegExp): Promise<string>;
  /** Resolves when the connection is closed, with everything received and the error, if one closed it. */
  closed(): Promise<{ readonly text: string; readonly error: string | null }>;
}

export async function connectRaw(port: number, from = '127.0.0.1'): Promise<RawClient> {
  const socket = net.connect({ port, host: '127.0.0.1', localAddress: from });
  onTestFinished(() => {
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return rawClient(socket);
}

export function rawClient(socket: net.Socket): RawClient {
  let text = '';
  let error: string | null = null;
  let isClosed = false;
  let changed: () => void = () => undefined;
  const waiters = new Set<() => void>();
  changed = () => {
    for (const waiter of [...waiters]) waiter();
  };
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    changed();
  });
  socket.on('error', (cause: NodeJS.ErrnoException) => {
    error = cause.code ?? cause.message;
  });
  socket.on('close', () => {
    isClosed = true;
    changed();
  });
  const wait = (ready: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!ready()) return;
        waiters.delete(check);
        resolve();
      };
      waiters.add(check);
      check();
    });
  return {
    socket,
    text: () => text,
    async until(pattern) {
      await wait(() => pattern.test(text) || isClosed);
      if (!pattern.test(text))
        throw new Error(`closed (${error}) before ${pattern}; received: ${text.slice(0, 600)}`);
      return text;
    },
    async closed() {
      await wait(() => isClosed);
      return { text, error };
    },
  };
}

/** Sends bytes (latin1) over a fresh connection and gives everything that came until it closed. */
export async function exchangeRaw(
  port: number,
  bytes: string,
): Promise<{ text: string; error: string | null }> {
  const client = await connectRaw(port);
  client.socket.write(bytes, 'latin1');
  return client.closed();
}

/** A GET that closes its connection afterwards. */
export function get(target: string, fields: readonly string[] = []): string {
  return [`GET ${target} HTTP/1.1`, 'Host: portal.test', ...fields, 'Connection: close', '', ''].join('\r\n');
}

/** The body of a whole response in `text`; for one response with a Content-Length or closed by its end. */
export function bodyOf(text: string): string {
  return text.slice(text.indexOf('\r\n\r\n') + 4);
}

/** Polls until it holds, at most `limitMs`. */
export async function eventually(holds: () => boolean, limitMs = 10_000): Promise<void> {
  const giveUpMs = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > giveUpMs) throw new Error('did not come to hold');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
