import net, { type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Connection } from '../connection.ts';
import { GatewayError } from '../gateway-error.ts';
import type { GatewayListener, ListenerHooks, ListenerLimits, ListeningAddress } from '../listener.ts';
import type { ListenerOptions } from '../options.ts';
import { LenientRequest } from './lenient-request.ts';

/**
 * A listener that reads requests leniently ({@link readLenientHead}), one a connection, without TLS. What it hands
 * on goes the way of every request. For tests of rule sets: no configuration file can ask for it.
 */
export class LenientListener implements GatewayListener {
  readonly options: ListenerOptions;
  readonly connections = new Map<Duplex, Connection>();
  readonly #server: net.Server;
  readonly #hooks: ListenerHooks;
  #limits: ListenerLimits;
  #emptied: (() => void) | null = null;

  constructor(options: ListenerOptions, limits: ListenerLimits, hooks: ListenerHooks) {
    this.options = options;
    this.#limits = limits;
    this.#hooks = hooks;
    // A client may close its side once it has asked, and still read.
    this.#server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
  }

  async listen(): Promise<ListeningAddress> {
    const { address, port } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (cause) => {
        const message = `cannot listen at ${address}:${port}: ${cause.message}`;
        reject(new GatewayError('listen-failed', message, { cause }));
      });
      this.#server.listen({ host: address, port }, resolve);
    });
    const bound = this.#server.address() as AddressInfo;
    return { address: bound.address, port: bound.port, tls: false };
  }

  setLimits(limits: ListenerLimits): void {
    this.#limits = limits;
  }

  certificates(): readonly [] {
    return [];
  }

  /** There is no TLS here. */
  replaceCertificates(): void {}

  refreshCertificates(): void {}

  stop(): Promise<void> {
    return new Promise((resolve) => {
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

  #accept(socket: Socket): void {
    this.#hooks.counters.connectionsAccepted += 1;
    const connection = new Connection(socket);
    this.connections.set(socket, connection);
    const request = new LenientRequest(connection, this.#limits, this.#hooks);
    socket.setTimeout(this.#limits.idleMs, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => this.#take(socket, () => request.take(chunk)));
    socket.on('end', () => request.ended());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.connections.delete(socket);
      connection.closed();
      this.#checkEmpty();
    });
  }

  /** An exception would end the process and all of its protection, so it ends this connection. */
  #take(socket: Socket, take: () => void): void {
    try {
      take();
    } catch (error) {
      this.#hooks.counters.countInternalError(error);
      socket.destroy();
    }
  }

  #checkEmpty(): void {
    if (this.connections.size === 0 && !this.#server.listening) this.#emptied?.();
  }
}
