import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type FramedLine, LineFramer, OctetFramer } from '../../sense/index.ts';
import type { Listener, ListenerContext, SyslogAddress } from './listener.ts';

/** Texts of PEM files. */
export interface SyslogTls {
  readonly certificatePem: string;
  readonly keyPem: string;
  /** Senders must show a certificate that this authority signed; null: any sender. */
  readonly clientAuthorityPem: string | null;
}

/** What one peer, and all of them, may hold. */
export interface StreamLimits {
  readonly connectionLimit: number;
  /** A connection that says nothing for so long is closed. */
  readonly idleMs: number;
}

/** Syslog over TCP (RFC 6587) and TLS (RFC 5425). A connection is read no further while its events are being kept. */
export class StreamListener implements Listener {
  readonly #context: ListenerContext;
  readonly #limits: StreamLimits;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #reading = new Set<Promise<void>>();

  constructor(context: ListenerContext, tls: SyslogTls | null, limits: StreamLimits) {
    this.#context = context;
    this.#limits = limits;
    this.#server = tls === null ? createServer() : createTlsServer(tlsOptions(tls));
    this.#server.maxConnections = limits.connectionLimit;
    this.#server.on(tls === null ? 'connection' : 'secureConnection', (socket: Socket) =>
      this.#accept(socket),
    );
    this.#server.on('drop', () => {
      this.#context.health.error = `connections refused: more than ${limits.connectionLimit} at once`;
    });
    this.#server.on('tlsClientError', (error: Error) => {
      this.#context.health.error = `a sender failed at TLS: ${error.message}`;
    });
  }

  open(where: SyslogAddress): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(where.port, where.address, () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        if (address === null || typeof address === 'string') reject(new Error('no address to listen on'));
        else resolve(address);
      });
    });
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(this.#reading);
    await closed;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setTimeout(this.#limits.idleMs, () => socket.destroy());
    const reading = this.#read(socket)
      .catch((cause: unknown) => {
        this.#context.health.error = cause instanceof Error ? cause.message : String(cause);
      })
      .finally(() => {
        socket.destroy();
        this.#sockets.delete(socket);
        this.#reading.delete(reading);
      });
    this.#reading.add(reading);
  }

  /** Reads a connection to its end; a reset is an end like any other, and what came before it is kept. */
  async #read(socket: Socket): Promise<void> {
    const sensor = this.#context.sensor();
    let framer: LineFramer | OctetFramer | null = null;
    const take = (messages: readonly FramedLine[]) => {
      const nowMs = this.#context.nowMs();
      return this.#context.delivery.deliver(
        messages.flatMap(({ text, tooLong }) =>
          tooLong ? sensor.readTooLong(text, nowMs) : sensor.read(text.replace(/\0+$/, ''), nowMs),
        ),
      );
    };
    try {
      for await (const chunk of socket as AsyncIterable<Buffer>) {
        framer ??= framerFor(chunk, this.#context.lineLimitBytes);
        if (!(await take(framer.push(chunk)))) return;
        if (framer instanceof OctetFramer && framer.broken !== null) throw new Error(framer.broken);
      }
    } catch (cause) {
      if (framer instanceof OctetFramer && framer.broken !== null) throw cause;
    }
    const last = framer?.flush() ?? null;
    if (last !== null) await take([last]);
    await this.#context.delivery.deliver(sensor.finish(this.#context.nowMs()));
  }
}

/** A connection that starts with a digit counts octets; any other ends its messages with a line feed. */
function framerFor(chunk: Buffer, limitBytes: number | undefined): LineFramer | OctetFramer {
  const first = chunk[0] ?? 0;
  return first >= 49 && first <= 57 ? new OctetFramer(limitBytes) : new LineFramer(limitBytes);
}

function tlsOptions(tls: SyslogTls) {
  const isMutual = tls.clientAuthorityPem !== null;
  return {
    cert: tls.certificatePem,
    key: tls.keyPem,
    minVersion: 'TLSv1.2' as const,
    requestCert: isMutual,
    rejectUnauthorized: isMutual,
    ...(tls.clientAuthorityPem === null ? {} : { ca: tls.clientAuthorityPem }),
  };
}
