import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Inspector } from '../api.ts';
import { inspectExchange } from './inspect-exchange.ts';
import type { InspectionOptions } from './options.ts';

/** Middleware as Express and Connect call it. */
export type ConnectMiddleware = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * Middleware for Express 5: `app.use(expressInspection(inspector))`, before every body parser. Where something has
 * read the body before it, `next` gets a `MiddlewareError`.
 */
export function expressInspection(inspector: Inspector, options: InspectionOptions = {}): ConnectMiddleware {
  return (incoming, outgoing, next) => {
    inspectExchange(inspector, { incoming, outgoing }, options).then(
      (outcome) => {
        if (outcome === 'pass') next();
      },
      (error: unknown) => next(error),
    );
  };
}
