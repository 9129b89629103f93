import type { AddressInfo } from 'node:net';
import type { LineSensor } from '../../sense/index.ts';
import type { Delivery, SourceHealth } from '../source/index.ts';

/** Where to listen: `udp://`, `tcp://` or `tls://`, an address and a port. */
export interface SyslogAddress {
  readonly protocol: 'udp' | 'tcp' | 'tls';
  readonly address: string;
  readonly port: number;
}

/** Parses `udp://127.0.0.1:5514` or `tls://[::]:6514`; null when it is none. */
export function parseSyslogAddress(text: string): SyslogAddress | null {
  const match = /^(udp|tcp|tls):\/\/(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[4]);
  const address = match?.[2] ?? match?.[3];
  const protocol = match?.[1];
  if (address === undefined || !(port <= 65_535)) return null;
  return protocol === 'udp' || protocol === 'tcp' || protocol === 'tls' ? { protocol, address, port } : null;
}

/** What a listener shares with the reader that owns it. */
export interface ListenerContext {
  readonly health: SourceHealth;
  readonly delivery: Delivery;
  readonly sensor: () => LineSensor;
  readonly nowMs: () => number;
  readonly lineLimitBytes: number | undefined;
}

/** A socket that takes syslog messages in. */
export interface Listener {
  /** Resolves with where it listens (port 0 becomes a real one); rejects when it cannot. */
  open(where: SyslogAddress): Promise<AddressInfo>;
  /** Takes in no more; resolves when what came is kept. */
  close(): Promise<void>;
}
