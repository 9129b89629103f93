import type { AddressInfo } from 'node:net';
import type { SourceReader, SourceStatus } from '../../ports/index.ts';
import { Delivery, SourceHealth, type SourceOptions } from '../source/index.ts';
import { DatagramListener } from './datagram-listener.ts';
import { type Listener, type ListenerContext, parseSyslogAddress } from './listener.ts';
import { StreamListener, type SyslogTls } from './stream-listener.ts';

/** Where syslog is listened for. */
export interface SyslogOptions extends SourceOptions {
  /** For example `udp://127.0.0.1:5514`. */
  readonly listen: string;
  /** Needed for `tls://`. */
  readonly tls: SyslogTls | null;
  /** Connections at once over TCP and TLS; default 1,000. */
  readonly connectionLimit?: number;
  /** A connection that says nothing for so long is closed; default 10 minutes. */
  readonly idleMs?: number;
}

/** Takes syslog messages in from the network. `start` rejects when the address cannot be listened on. */
export class SyslogReader implements SourceReader {
  readonly #options: SyslogOptions;
  readonly #health: SourceHealth;
  readonly #delivery: Delivery;
  #listener: Listener | null = null;
  #address: AddressInfo | null = null;

  constructor(options: SyslogOptions) {
    this.#options = options;
    this.#health = new SourceHealth('syslog', options);
    this.#delivery = new Delivery(options.sink, this.#health);
  }

  /** Where it listens, once started. */
  get address(): AddressInfo | null {
    return this.#address;
  }

  async start(): Promise<void> {
    const where = parseSyslogAddress(this.#options.listen);
    if (where === null)
      throw new Error(`"${this.#options.listen}" is no address such as udp://127.0.0.1:5514`);
    this.#listener = this.#listenerFor(where.protocol);
    try {
      this.#address = await this.#listener.open(where);
      this.#health.state = 'running';
    } catch (cause) {
      this.#health.state = 'failed';
      this.#health.error = cause instanceof Error ? cause.message : String(cause);
      throw cause;
    }
  }

  async stop(): Promise<void> {
    this.#delivery.stop();
    await this.#listener?.close();
    this.#health.state = 'stopped';
  }

  status(): SourceStatus {
    return this.#health.status();
  }

  #listenerFor(protocol: 'udp' | 'tcp' | 'tls'): Listener {
    const { connectionLimit = 1_000, idleMs = 600_000, tls, sink, lineLimitBytes } = this.#options;
    const context: ListenerContext = {
      health: this.#health,
      delivery: this.#delivery,
      sensor: () => this.#health.sensor(''),
      nowMs: () => sink.clock.nowMs(),
      lineLimitBytes,
    };
    if (protocol === 'udp') return new DatagramListener(context);
    if (protocol === 'tls' && tls === null) throw new Error('tls:// needs a certificate and a key');
    return new StreamListener(context, protocol === 'tls' ? tls : null, { connectionLimit, idleMs });
  }
}
