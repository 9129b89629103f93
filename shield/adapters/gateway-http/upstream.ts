import type { Socket } from 'node:net';
import { buildConnector, Pool } from 'undici';
import { GatewayError } from './gateway-error.ts';
import type { ServiceOptions } from './options.ts';

/** How the upstream of a service fares, from the requests that went there. */
export interface UpstreamHealth {
  readonly state: 'unknown' | 'up' | 'down';
  /** Failures since the last response. */
  readonly failures: number;
  readonly lastError: string | null;
  /** Milliseconds since the epoch. */
  readonly lastFailureMs: number | null;
}

const UNKNOWN: UpstreamHealth = { state: 'unknown', failures: 0, lastError: null, lastFailureMs: null };

/** Kept-alive connections to one upstream; shared by the generations of configuration that name it alike. */
export class Upstream {
  readonly key: string;
  readonly pool: Pool;
  #health = UNKNOWN;
  /** Errors of connections that had answered before: such a connection may have been closed while it was idle. */
  readonly #stale = new WeakSet<Error>();
  #users = 0;

  constructor(service: ServiceOptions, connections: number) {
    this.key = upstreamKey(service, connections);
    const connect = buildConnector({ timeout: service.timeoutsMs.upstream, allowH2: false });
    this.pool = new Pool(originOf(service), {
      connections,
      pipelining: 1,
      // The gateway sweeps over its exchanges itself: one timer instead of several a request.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: 64 * 1024,
      connect: (options, done) =>
        connect(options, (...result) => {
          if (result[0] === null) this.#watch(result[1]);
          done(...result);
        }),
    });
  }

  get health(): UpstreamHealth {
    return this.#health;
  }

  /** True when the error is of a connection that had answered before. */
  isStale(error: Error): boolean {
    return this.#stale.has(error);
  }

  answered(): void {
    if (this.#health.state !== 'up') this.#health = { ...this.#health, state: 'up', failures: 0 };
  }

  failed(error: Error, nowMs: number): void {
    const failures = this.#health.failures + 1;
    this.#health = { state: 'down', failures, lastError: error.message, lastFailureMs: nowMs };
  }

  /** A generation begins to use it. */
  retain(): void {
    this.#users += 1;
  }

  /** A generation is done with it; the last one closes the connections. */
  release(): void {
    this.#users -= 1;
    if (this.#users === 0) void this.pool.destroy().catch(() => undefined);
  }

  #watch(socket: Socket): void {
    // What a TLS handshake has read is no answer.
    const bytesAtFirst = socket.bytesRead;
    socket.on('error', (error) => {
      if (socket.bytesRead > bytesAtFirst) this.#stale.add(error);
    });
  }
}

/** Equal keys: one `Upstream` serves both. */
export function upstreamKey(service: ServiceOptions, connections: number): string {
  return `${originOf(service)} ${connections} ${service.timeoutsMs.upstream}`;
}

function originOf(service: ServiceOptions): string {
  const url = URL.parse(service.upstream);
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '') {
    throw new GatewayError(
      'bad-service',
      `service ${service.name}: upstream ${JSON.stringify(service.upstream)} is no origin; write http://host:port`,
    );
  }
  return url.origin;
}
