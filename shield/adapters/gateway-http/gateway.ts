import type { CertificateStatus } from './certificates.ts';
import { HttpGateway } from './http-gateway.ts';
import type { ListeningAddress } from './listener.ts';
import type { GatewayOptions } from './options.ts';
import type { UpstreamHealth } from './upstream.ts';

/** The state of the gateway now; counts are since its start. */
export interface GatewayStatus {
  readonly connections: number;
  readonly inFlight: number;
  readonly tunnels: number;
  readonly requests: number;
  readonly retries: number;
  readonly connectionsDropped: number;
  readonly tlsFailures: number;
  /** Bytes of request bodies, and of responses held back, in memory now. */
  readonly heldBytes: number;
  readonly inspectionErrors: number;
  readonly lastInspectionError: string | null;
  /** Faults of the gateway itself; each ended one connection. Anything but 0 is to be reported as a defect. */
  readonly internalErrors: number;
  readonly lastInternalError: string | null;
  /** Requests refused for their form, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Requests that the gateway broke off, by code. */
  readonly faults: Readonly<Record<string, number>>;
  readonly services: readonly { readonly name: string; readonly upstream: UpstreamHealth }[];
  readonly certificates: readonly CertificateStatus[];
}

/** The inline gateway: a reverse proxy that asks a guard before it passes anything on. */
export interface Gateway {
  /** Rejects with `GatewayError` when an address is taken; then it listens nowhere. */
  listen(): Promise<readonly ListeningAddress[]>;
  /** Takes up new options; requests under way end with what they began with. On rejection all stays as it was. */
  reload(options: GatewayOptions): Promise<void>;
  /** Takes no more connections, lets requests end for at most `graceMs`, then closes what is left. */
  close(graceMs: number): Promise<void>;
  status(): GatewayStatus;
}

/** Throws `GatewayError` when the options do not fit together. Listens only after `listen()`. */
export function createGateway(options: GatewayOptions): Gateway {
  return new HttpGateway(options);
}
