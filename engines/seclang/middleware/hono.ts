import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Inspector } from '../api.ts';
import { inspectExchange } from './inspect-exchange.ts';
import { MiddlewareError } from './middleware-error.ts';
import type { InspectionOptions } from './options.ts';

/** As much of Hono's context as is needed. */
interface ContextLike {
  readonly env: unknown;
}

/** Middleware as Hono calls it. */
export type HonoMiddleware = (
  context: ContextLike,
  next: () => Promise<void>,
) => Promise<Response | undefined>;

/** Tells `@hono/node-server` that the answer has gone out on Node's own response. */
const ALREADY_SENT = { 'x-hono-already-sent': 'true' };

/**
 * Middleware for Hono 4 on Node, with `@hono/node-server`: `app.use(honoInspection(inspector))`, before all others.
 * Throws `MiddlewareError` elsewhere, where there is no request as it was on the wire, and where something has read
 * the body before it.
 */
export function honoInspection(inspector: Inspector, options: InspectionOptions = {}): HonoMiddleware {
  return async (context, next) => {
    const outcome = await inspectExchange(inspector, exchangeOf(context.env), options);
    if (outcome === 'pass') {
      await next();
      return undefined;
    }
    // The clone is one of the platform's own; the server's quick ones are written out without a look at this header.
    return new Response(null, { headers: ALREADY_SENT }).clone();
  };
}

function exchangeOf(env: unknown): { incoming: IncomingMessage; outgoing: ServerResponse } {
  const { incoming, outgoing } = (env ?? {}) as { incoming?: IncomingMessage; outgoing?: ServerResponse };
  if (incoming?.rawHeaders !== undefined && outgoing !== undefined) return { incoming, outgoing };
  throw new MiddlewareError(
    'not-node',
    'there is no request of Node here: serve the app by @hono/node-server',
  );
}
