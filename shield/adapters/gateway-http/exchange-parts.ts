import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connection } from './connection.ts';
import type { Counters } from './counters.ts';
import type { Exchange } from './exchange.ts';
import type { Generation, Service } from './generation.ts';
import type { HeadFacts } from './head-check.ts';

/** What all exchanges of one gateway share. */
export interface ExchangeHost {
  readonly counters: Counters;
  readonly exchanges: Set<Exchange>;
  /** Monotonic, milliseconds; as fresh as the last sweep. */
  readonly sweptMs: number;
  /** The gateway is closing: connections are not kept alive. */
  readonly closing: boolean;
}

/** What one exchange is made of. */
export interface ExchangeParts {
  readonly host: ExchangeHost;
  readonly connection: Connection;
  readonly generation: Generation;
  readonly service: Service;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly facts: HeadFacts;
  /** First bytes after an upgrade request, where this is one. */
  readonly upgradeHead: Buffer | null;
}
