import type { HttpBindings } from '@hono/node-server';
import type { Session } from '../../../ports/index.ts';

/** What Hono carries with a request here: Node's own objects, and the session once it is known. */
export interface ApiEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: { session: Session };
}

/** Address of the peer, or `unknown` where the connection is already gone. */
export function clientAddress(bindings: HttpBindings): string {
  return bindings.incoming.socket.remoteAddress ?? 'unknown';
}
