import net, { type Socket } from 'node:net';
import type { GatewayListener, ListenerHooks, ListenerLimits, ListeningAddress } from '../listener.ts';
import { OpenConnections } from '../open-connections.ts';
import type { ListenerOptions } from '../options.ts';
import { LenientRequest } from './lenient-request.ts';

/**
 * A listener that reads requests leniently ({@link readLenientHead}), one a connection, without TLS. What it hands
 * on goes the way of every request. For tests of rule sets: no configuration file can ask for it.
 */
export class LenientListener implements GatewayListener {
  readonly options: ListenerOptions;
  readonly connections: OpenConnections;
  readonly #hooks: ListenerHooks;
  #limits: ListenerLimits;

  constructor(options: ListenerOptions, limits: ListenerLimits, hooks: ListenerHooks) {
    this.options = options;
    this.#limits = limits;
    this.#hooks = hooks;
    // A client may close its side once it has asked, and still read.
    const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
    this.connections = new OpenConnections(server, hooks.counters);
  }

  async listen(): Promise<ListeningAddress> {
    const bound = await this.connections.listen(this.options);
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

  #accept(socket: Socket): void {
    const connection = this.connections.accept(socket);
    const request = new LenientRequest(connection, this.#limits, this.#hooks);
    socket.setTimeout(this.#limits.idleMs, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => this.connections.take(socket, () => request.take(chunk)));
    socket.on('end', () => request.ended());
    socket.on('error', () => socket.destroy());
  }
}
