import type { Clock, RequestGuard } from '../../ports/index.ts';

/** Everything that the gateway needs; plain data, apart from the guard and the clock. */
export interface GatewayOptions {
  readonly listeners: readonly ListenerOptions[];
  readonly services: readonly ServiceOptions[];
  readonly guard: RequestGuard;
  readonly clock: Clock;
  /**
   * Finds out what the inspection wants to know of a client; null where it is known. The request waits for the promise,
   * which never rejects and is bounded in time by who makes it.
   */
  readonly beforeInspection?: (clientAddress: string) => Promise<void> | null;
  /** Addresses and CIDR ranges of peers whose forwarding header is believed. */
  readonly trustedProxies: readonly string[];
  /**
   * Header that the trusted proxies write; the other one is ignored when this is present. Default
   * `x-forwarded-for`.
   */
  readonly forwardingHeader?: 'x-forwarded-for' | 'forwarded';
  readonly blockPage?: BlockPageOptions;
  readonly limits?: Partial<GatewayLimits>;
}

/** An address and port to listen at; with `tls` the listener speaks TLS only. */
export interface ListenerOptions {
  readonly address: string;
  /** 0: a free port, told by `listen()`. */
  readonly port: number;
  readonly tls?: TlsOptions;
  /**
   * `lenient`: takes what Apache httpd takes by default, one request a connection, and shows it to the guard, where
   * this gateway would refuse it for its form. For tests of rule sets alone; no configuration file can ask for it.
   */
  readonly reading?: 'strict' | 'lenient';
}

/** Certificates of a listener, chosen by the name that the client asks for (SNI, RFC 6066 §3). */
export interface TlsOptions {
  /** The first is used when a client names no host, or one that none of them covers. */
  readonly certificates: readonly CertificateFiles[];
}

/** PEM files of one certificate (with its chain) and its private key; read again when they change. */
export interface CertificateFiles {
  /** Names that it is used for: exact, or `*.example.gov` for one label. */
  readonly hosts: readonly string[];
  readonly certificatePath: string;
  readonly keyPath: string;
}

/** A guarded service and how its requests are handled. */
export interface ServiceOptions {
  readonly name: string;
  /** Exact names, or `*.example.gov` for any number of labels; empty: every host that no other service names. */
  readonly hosts: readonly string[];
  /** `http:` or `https:` origin, without a path. */
  readonly upstream: string;
  /** What becomes of a request when the guard throws: let through, or refused with 503. */
  readonly onInspectionError: 'open' | 'closed';
  /** Bytes of a request body that the guard sees, and that the gateway holds at most. */
  readonly bodyInspectionLimitBytes: number;
  /** Bytes of a response body that are held back while the guard looks at it; what comes after streams. */
  readonly responseInspectionLimitBytes: number;
  /** Larger request bodies are refused with 413. */
  readonly bodyLimitBytes: number;
  readonly timeoutsMs: TimeoutsMs;
}

/** How long the gateway waits, in milliseconds. */
export interface TimeoutsMs {
  /** For a whole request head. Of several services at one listener the longest holds. */
  readonly headers: number;
  /** Longest pause inside a body, either way, and the time before its minimum rate is asked for. */
  readonly body: number;
  /** For a kept-alive connection between requests, and for a tunnel (WebSocket) without a byte. */
  readonly idle: number;
  /** For connecting to the upstream, for the head of its response, and for a pause inside its response. */
  readonly upstream: number;
}

/** What one request, and all of them, may take. */
export interface GatewayLimits {
  /** Request line and fields together; beyond: 431. Holds from a listener's start: a reload does not change it. */
  readonly headBytes: number;
  /** Fields of a request; beyond: 431. */
  readonly headerCount: number;
  readonly connections: number;
  readonly upstreamConnections: number;
  /** After `timeoutsMs.body`, a request body must have come at least this fast on average; slower: 408. */
  readonly minBodyBytesPerSecond: number;
  /** How often certificate files are looked at. */
  readonly certificatePollMs: number;
}

/** Limits that hold unless the options set others. */
export const DEFAULT_LIMITS: GatewayLimits = {
  headBytes: 32 * 1024,
  headerCount: 128,
  connections: 10_000,
  upstreamConnections: 512,
  minBodyBytesPerSecond: 500,
  certificatePollMs: 5_000,
};

/** Words on the plain page that a refused visitor sees; escaped before they are shown. */
export interface BlockPageOptions {
  readonly title?: string;
  readonly message?: string;
  /** How to reach the operator, for example an address or a telephone number. */
  readonly contact?: string;
}
