import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Inspector } from '../api.ts';
import { inspectExchange } from './inspect-exchange.ts';
import { MiddlewareError } from './middleware-error.ts';
import type { InspectionOptions } from './options.ts';

/**
 * A listener for `node:http` or `node:https` that inspects each request before `listener` sees it:
 * `createServer(withInspection(listener, inspector))`. Where a request cannot be inspected at all, which takes a
 * listener that has read its body before, the connection is closed, and the process is warned.
 */
export function withInspection(
  listener: RequestListener,
  inspector: Inspector,
  options: InspectionOptions = {},
): RequestListener {
  return (incoming: IncomingMessage, outgoing: ServerResponse) => {
    inspectExchange(inspector, { incoming, outgoing }, options).then(
      (outcome) => {
        if (outcome === 'pass') listener(incoming, outgoing as Parameters<RequestListener>[1]);
      },
      (error: unknown) => {
        outgoing.destroy();
        if (!(error instanceof MiddlewareError)) throw error;
        process.emitWarning(error.message, { type: error.name, code: error.code });
      },
    );
  };
}
