import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Decision, DecisionAction, DecisionScope, Hypothesis, Incident } from '../../model/index.ts';
import type {
  Bus,
  Clock,
  EventStore,
  ExclusionDesk,
  IdSource,
  ShieldStatusProvider,
  StateStore,
} from '../../ports/index.ts';

/** What a person asks for; the scope is already canonical and the expiry in the future and bounded. */
export interface DecisionInput {
  readonly scope: DecisionScope;
  readonly action: DecisionAction;
  readonly service: string | null;
  readonly reason: string;
  readonly expiresMs: number;
  readonly attemptId: string | null;
}

/** What people may do through the API. The API writes the audit notes; the commands need not. */
export interface ApiCommands {
  addDecision(input: DecisionInput, account: string): Decision;
  /** Null when there is no such decision. */
  revokeDecision(id: string, account: string): Decision | null;
}

/** Who may be behind an incident, and how that was found. */
export interface Attribution {
  /** Name of the method and what it is not; shown beside the hypotheses. */
  readonly method: string;
  readonly hypotheses: readonly Hypothesis[];
}

/** Random bytes from a cryptographic source. */
export type RandomBytes = (count: number) => Uint8Array;

/** Where the console listens. */
export interface ApiOptions {
  readonly address: string;
  /** 0 takes a free port. */
  readonly port: number;
  /**
   * Names under which the console may be asked for besides the loopback ones, for example behind a TLS proxy:
   * `console.example.gov` or `console.example.gov:8443`. Anything else is refused (DNS rebinding).
   */
  readonly allowedHosts?: readonly string[];
  /** Present: the listener speaks TLS, and the session cookie is `Secure`. PEM texts. */
  readonly tls?: { readonly certificatePem: string; readonly keyPem: string };
  /** Adds `Secure` to the session cookie without TLS here; for use behind a proxy that has it. */
  readonly secureCookie?: boolean;
  /** Folder that the console was built into. */
  readonly consoleFolder: string;
}

/** What the routes may ask and change. */
export interface ApiDeps {
  readonly store: EventStore;
  readonly state: StateStore;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: RandomBytes;
  readonly status: ShieldStatusProvider;
  readonly commands: ApiCommands;
  /** Who may be behind an incident, likeliest first, and by which method that was found. */
  readonly attribute: (incident: Incident) => Promise<Attribution>;
  /** Why requests were blocked, and what is excluded from inspection. */
  readonly exclusions: ExclusionDesk;
  /** Answers a request to `/api/intake/NAME`; false when no source has this name. Senders show a token of their own. */
  readonly intake: (name: string, request: IncomingMessage, response: ServerResponse) => boolean;
  readonly options: ApiOptions;
}
