import type { AddressInfo, Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Connection } from './connection.ts';
import type { Counters } from './counters.ts';
import { GatewayError } from './gateway-error.ts';

/** A listening server and the connections that it has accepted, however requests are read from them. Owns both. */
export class OpenConnections {
  readonly #server: Server;
  readonly #counters: Counters;
  readonly #connections = new Map<Duplex, Connection>();
  #emptied: (() => void) | null = null;

  constructor(server: Server, counters: Counters) {
    this.#server = server;
    this.#counters = counters;
  }

  get size(): number {
    return this.#connections.size;
  }

  get(socket: Duplex): Connection | undefined {
    return this.#connections.get(socket);
  }

  /** Where it listens. Rejects with `GatewayError` `listen-failed`. */
  async listen({ address, port }: { readonly address: string; readonly port: number }): Promise<AddressInfo> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (cause) => {
        const message = `cannot listen at ${address}:${port}: ${cause.message}`;
        reject(new GatewayError('listen-failed', message, { cause }));
      });
      this.#server.listen({ host: address, port, backlog: 1024 }, resolve);
    });
    return this.#server.address() as AddressInfo;
  }

  /** Takes a new connection in, until it closes. */
  accept(socket: Socket): Connection {
    this.#counters.connectionsAccepted += 1;
    const connection = new Connection(socket);
    this.#connections.set(socket, connection);
    socket.on('close', () => {
      this.#connections.delete(socket);
      connection.closed();
      this.#checkEmpty();
    });
    return connection;
  }

  /** Hands over what came; an exception would end the process and all of its protection, so it ends this connection. */
  take(socket: Duplex, hand: (connection: Connection) => void): void {
    const connection = this.#connections.get(socket);
    try {
      if (connection === undefined) socket.destroy();
      else hand(connection);
    } catch (error) {
      this.#counters.countInternalError(error);
      socket.destroy();
    }
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
    for (const connection of this.#connections.values()) if (connection.isIdle) connection.socket.destroy();
  }

  closeAll(): void {
    for (const connection of this.#connections.values()) connection.socket.destroy();
  }

  #checkEmpty(): void {
    if (this.size === 0 && !this.#server.listening) this.#emptied?.();
  }
}
