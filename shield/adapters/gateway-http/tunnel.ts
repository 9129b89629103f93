import type { Duplex } from 'node:stream';

/** The two ends of a tunnel, and what is sent first. */
export interface TunnelOptions {
  readonly client: Duplex & { setTimeout(ms: number): unknown };
  readonly upstream: Duplex;
  /** The status line and fields of the 101, as the client gets them. */
  readonly head: Buffer;
  /** Bytes that the client sent right after its request. */
  readonly firstBytes: Buffer | null;
  /** The tunnel is closed when neither side sent a byte for this long. */
  readonly idleMs: number;
  /** Comes once, when the client's side is closed; bytes to the client and from it. */
  readonly ended: (sentBytes: number, receivedBytes: number) => void;
}

/** Passes bytes both ways with back-pressure, until either side ends (RFC 9110 §7.8). */
export function openTunnel(options: TunnelOptions): void {
  const { client, upstream, head, firstBytes, idleMs } = options;
  let sentBytes = 0;
  let receivedBytes = firstBytes?.length ?? 0;
  const both = () => {
    client.destroy();
    upstream.destroy();
  };
  client.on('error', both).on('close', () => {
    upstream.destroy();
    options.ended(sentBytes, receivedBytes);
  });
  upstream.on('error', both).on('close', () => client.destroy());
  // Every byte, in or out, passes the client's socket: its timer watches both directions.
  client.setTimeout(idleMs);
  client.on('timeout', both);
  client.write(head);
  if (firstBytes !== null && firstBytes.length > 0) upstream.write(firstBytes);
  client.on('data', (chunk: Buffer) => {
    receivedBytes += chunk.length;
  });
  upstream.on('data', (chunk: Buffer) => {
    sentBytes += chunk.length;
  });
  client.pipe(upstream);
  upstream.pipe(client);
}
