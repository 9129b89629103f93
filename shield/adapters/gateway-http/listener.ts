import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type CertificateStatus, Certificates } from './certificates.ts';
import { Connection } from './connection.ts';
import type { Counters } from './counters.ts';
import { GatewayError } from './gateway-error.ts';
import { type HeadFacts, type HeadFault, isWebSocketUpgrade } from './head-check.ts';
import type { GatewayLimits, ListenerOptions } from './options.ts';
import { responseWithoutServer } from './response-without-server.ts';

/** Where a listener really listens. */
export interface ListeningAddress {
  readonly address: string;
  readonly port: number;
  readonly tls: boolean;
}

/** What comes in at a listener. */
export interface Arrival {
  readonly connection: Connection;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly expectation: 'none' | 'continue' | 'unknown';
  /** First bytes after an upgrade request; null for any other. */
  readonly upgradeHead: Buffer | null;
  /** Of a head that was read leniently, and is not to be checked again. */
  readonly facts?: HeadFacts;
}

/** Who hears of what comes in. */
export interface ListenerHooks {
  readonly counters: Counters;
  arrived(arrival: Arrival): void;
  /** The parser refused what came, or waited too long for a head. */
  malformed(connection: Connection, error: ParserError): void;
  /** What came was refused before it was a request; `excerpt` is its first bytes, latin1. */
  refused(connection: Connection, fault: HeadFault, excerpt: string): void;
  /** CONNECT: the gateway is no forward proxy. */
  connect(connection: Connection, request: IncomingMessage): void;
}

/** What Node adds to an error of its parser. */
export interface ParserError extends Error {
  readonly code?: string;
  readonly reason?: string;
  readonly rawPacket?: Buffer;
}

/** Limits of a listener; times in milliseconds. */
export interface ListenerLimits extends GatewayLimits {
  readonly headersMs: number;
  readonly idleMs: number;
  readonly checkMs: number;
}

/** What a gateway needs of a listener, however that one reads requests. */
export type GatewayListener = Pick<
  Listener,
  | 'options'
  | 'connections'
  | 'listen'
  | 'setLimits'
  | 'certificates'
  | 'replaceCertificates'
  | 'refreshCertificates'
  | 'stop'
  | 'closeIdle'
  | 'closeAll'
>;

/** One listening server and its connections. */
export class Listener {
  readonly options: ListenerOptions;
  readonly connections = new Map<Duplex, Connection>();
  readonly #server: Server;
  #certificates: Certificates | null;
  readonly #hooks: ListenerHooks;
  #emptied: (() => void) | null = null;

  constructor(options: ListenerOptions, limits: ListenerLimits, hooks: ListenerHooks) {
    this.options = options;
    this.#hooks = hooks;
    this.#certificates = options.tls === undefined ? null : new Certificates(options.tls);
    this.#server = createServer(limits, {
      certificates: () => this.#certificates,
      // Behind pipelined requests whose answers are still to come there is no place for a tunnel.
      mayUpgrade: (request) =>
        isWebSocketUpgrade(request) && this.connections.get(request.socket)?.exchanges.size === 0,
    });
    this.setLimits(limits);
    this.#wire();
  }

  /** Rejects with `GatewayError` `listen-failed`. */
  async listen(): Promise<ListeningAddress> {
    const { address, port } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (cause) => {
        reject(
          new GatewayError('listen-failed', `cannot listen at ${address}:${port}: ${cause.message}`, {
            cause,
          }),
        );
      });
      this.#server.listen({ host: address, port, backlog: 1024 }, resolve);
    });
    const bound = this.#server.address() as AddressInfo;
    return { address: bound.address, port: bound.port, tls: this.#certificates !== null };
  }

  setLimits(limits: ListenerLimits): void {
    this.#server.headersTimeout = limits.headersMs;
    this.#server.keepAliveTimeout = limits.idleMs;
    this.#server.maxConnections = limits.connections;
  }

  certificates(): readonly CertificateStatus[] {
    return this.#certificates?.status() ?? [];
  }

  /** Other certificates for connections to come. */
  replaceCertificates(certificates: Certificates): void {
    this.#certificates = certificates;
    this.#useFirstCertificate();
  }

  refreshCertificates(): void {
    if (this.#certificates?.refresh() === true) this.#useFirstCertificate();
  }

  #useFirstCertificate(): void {
    if (this.#certificates === null || !(this.#server instanceof https.Server)) return;
    const { cert, key } = this.#certificates.first;
    this.#server.setSecureContext({ cert, key, minVersion: 'TLSv1.2' });
  }

  /** Takes no more connections; resolves when the last one is closed. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      // The server says that it is closed before the last of its connections has ended its exchange.
      this.#emptied = resolve;
      this.#server.close(() => this.#checkEmpty());
      this.closeIdle();
    });
  }

  closeIdle(): void {
    for (const connection of this.connections.values()) if (connection.isIdle) connection.socket.destroy();
  }

  closeAll(): void {
    for (const connection of this.connections.values()) connection.socket.destroy();
  }

  #wire(): void {
    const server = this.#server;
    const { counters } = this.#hooks;
    server.on(this.#certificates === null ? 'connection' : 'secureConnection', (socket: Socket) =>
      this.#accept(socket),
    );
    server.on('request', (request, response) => this.#arrived(request, response, 'none'));
    server.on('checkContinue', (request, response) => this.#arrived(request, response, 'continue'));
    server.on('checkExpectation', (request, response) => this.#arrived(request, response, 'unknown'));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    server.on('connect', (request, socket) => {
      this.#take(socket, (connection) => this.#hooks.connect(connection, request));
    });
    server.on('clientError', (error: ParserError, socket) => {
      this.#take(socket, (connection) => this.#hooks.malformed(connection, error));
    });
    server.on('tlsClientError', () => {
      counters.tlsFailures += 1;
    });
    server.on('drop', () => {
      counters.connectionsDropped += 1;
    });
  }

  #accept(socket: Socket): void {
    this.#hooks.counters.connectionsAccepted += 1;
    const connection = new Connection(socket);
    this.connections.set(socket, connection);
    socket.on('close', () => {
      this.connections.delete(socket);
      connection.closed();
      this.#checkEmpty();
    });
  }

  #checkEmpty(): void {
    if (this.connections.size === 0 && !this.#server.listening) this.#emptied?.();
  }

  /** Hands over what came; an exception would end the process and all of its protection, so it ends this connection. */
  #take(socket: Duplex, hand: (connection: Connection) => void): void {
    const connection = this.connections.get(socket);
    try {
      if (connection === undefined) socket.destroy();
      else hand(connection);
    } catch (error) {
      this.#hooks.counters.countInternalError(error);
      socket.destroy();
    }
  }

  #arrived(request: IncomingMessage, response: ServerResponse, expectation: Arrival['expectation']): void {
    this.#take(request.socket, (connection) =>
      this.#hooks.arrived({ connection, request, response, expectation, upgradeHead: null }),
    );
  }

  #upgrade(request: IncomingMessage, socket: Duplex, upgradeHead: Buffer): void {
    socket.on('error', () => socket.destroy());
    this.#take(socket, (connection) => {
      // Node gives an upgrade no response. Where no tunnel comes of it, this is an ordinary one.
      const response = responseWithoutServer(request, connection);
      this.#hooks.arrived({ connection, request, response, expectation: 'none', upgradeHead });
    });
  }
}

interface ServerHooks {
  certificates(): Certificates | null;
  mayUpgrade(request: IncomingMessage): boolean;
}

function createServer(limits: ListenerLimits, hooks: ServerHooks): Server {
  const options: http.ServerOptions = {
    insecureHTTPParser: false,
    requireHostHeader: false,
    maxHeaderSize: limits.headBytes,
    requestTimeout: 0,
    connectionsCheckingInterval: limits.checkMs,
    shouldUpgradeCallback: (request) => hooks.mayUpgrade(request),
  };
  const first = hooks.certificates()?.first;
  const server =
    first === undefined
      ? http.createServer(options)
      : https.createServer({
          ...options,
          cert: first.cert,
          key: first.key,
          minVersion: 'TLSv1.2',
          ALPNProtocols: ['http/1.1'],
          handshakeTimeout: limits.headersMs,
          SNICallback: (name, done) => done(null, hooks.certificates()?.context(name)),
        });
  // 0: none is dropped in silence; the gateway counts them itself and refuses the request.
  server.maxHeadersCount = 0;
  return server;
}
