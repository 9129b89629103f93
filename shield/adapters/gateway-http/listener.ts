import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type CertificateStatus, Certificates } from './certificates.ts';
import type { Connection } from './connection.ts';
import type { Counters } from './counters.ts';
import { type HeadFacts, type HeadFault, isWebSocketUpgrade } from './head-check.ts';
import { OpenConnections } from './open-connections.ts';
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
>;

/** One listening server and its connections. */
export class Listener {
  readonly options: ListenerOptions;
  readonly connections: OpenConnections;
  readonly #server: Server;
  #certificates: Certificates | null;
  readonly #hooks: ListenerHooks;

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
    this.connections = new OpenConnections(this.#server, hooks.counters);
    this.setLimits(limits);
    this.#wire();
  }

  /** Rejects with `GatewayError` `listen-failed`. */
  async listen(): Promise<ListeningAddress> {
    const bound = await this.connections.listen(this.options);
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

  #wire(): void {
    const server = this.#server;
    const { counters } = this.#hooks;
    server.on(this.#certificates === null ? 'connection' : 'secureConnection', (socket: Socket) =>
      this.connections.accept(socket),
    );
    server.on('request', (request, response) => this.#arrived(request, response, 'none'));
    server.on('checkContinue', (request, response) => this.#arrived(request, response, 'continue'));
    server.on('checkExpectation', (request, response) => this.#arrived(request, response, 'unknown'));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    server.on('connect', (request, socket) => {
      this.connections.take(socket, (connection) => this.#hooks.connect(connection, request));
    });
    server.on('clientError', (error: ParserError, socket) => {
      this.connections.take(socket, (connection) => this.#hooks.malformed(connection, error));
    });
    server.on('tlsClientError', () => {
      counters.tlsFailures += 1;
    });
    server.on('drop', () => {
      counters.connectionsDropped += 1;
    });
  }

  #arrived(request: IncomingMessage, response: ServerResponse, expectation: Arrival['expectation']): void {
    this.connections.take(request.socket, (connection) =>
      this.#hooks.arrived({ connection, request, response, expectation, upgradeHead: null }),
    );
  }

  #upgrade(request: IncomingMessage, socket: Duplex, upgradeHead: Buffer): void {
    socket.on('error', () => socket.destroy());
    this.connections.take(socket, (connection) => {
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
