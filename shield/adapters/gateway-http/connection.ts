import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { plainAddress, type TrustedProxies } from './client-address.ts';
import type { Exchange } from './exchange.ts';
import type { Peer } from './forwarding.ts';

/** A client's connection: who the peer is, and what goes on over it. */
export class Connection {
  readonly socket: Socket;
  readonly address: string;
  readonly port: number;
  readonly serverAddress: string;
  readonly serverPort: number;
  readonly exchanges = new Set<Exchange>();
  /** What came was refused; nothing after it is read, and the connection closes after the answers still to come. */
  broken = false;
  /** The refusal waits in line behind answers to earlier requests. */
  refusalQueued = false;
  readonly #encrypted: boolean;
  #peer: Peer | null = null;
  #peerTrust: TrustedProxies | null = null;
  /** `socket.bytesRead` when it was last without a request. */
  #idleAtBytes: number;

  constructor(socket: Socket) {
    this.socket = socket;
    this.address = plainAddress(socket.remoteAddress);
    this.port = socket.remotePort ?? 0;
    this.serverAddress = plainAddress(socket.localAddress);
    this.serverPort = socket.localPort ?? 0;
    this.#encrypted = socket instanceof TLSSocket;
    this.#idleAtBytes = socket.bytesRead;
  }

  /** Who the peer is, by the table of proxies in force. */
  peer(trusted: TrustedProxies): Peer {
    if (this.#peer === null || this.#peerTrust !== trusted) {
      this.#peerTrust = trusted;
      this.#peer = {
        address: this.address,
        trusted: trusted.has(this.address),
        encrypted: this.#encrypted,
      };
    }
    return this.#peer;
  }

  /** Neither a request nor a part of one is under way. */
  get isIdle(): boolean {
    return this.exchanges.size === 0 && this.socket.bytesRead === this.#idleAtBytes;
  }

  /** True when the answer that is begun now is the last one: behind it nothing is in line. */
  isLast(closing: boolean): boolean {
    return (closing || this.broken) && this.exchanges.size === 1 && !this.refusalQueued;
  }

  /** The socket is closed. Node tells neither a response that waits in line nor a request whose answer is out. */
  closed(): void {
    for (const exchange of this.exchanges) exchange.disconnected();
  }

  ended(exchange: Exchange): void {
    this.exchanges.delete(exchange);
    if (this.exchanges.size > 0) return;
    this.#idleAtBytes = this.socket.bytesRead;
    if (this.broken) this.socket.destroySoon();
  }
}
