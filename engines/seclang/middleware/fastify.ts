import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Inspector } from '../api.ts';
import { inspectExchange } from './inspect-exchange.ts';
import type { InspectionOptions } from './options.ts';

/** As much of Fastify's request as is needed. */
interface RequestLike {
  readonly raw: IncomingMessage;
}

/** As much of Fastify's reply as is needed. */
interface ReplyLike {
  readonly raw: ServerResponse;
  hijack(): unknown;
}

/** As much of a Fastify instance as is needed. */
interface InstanceLike {
  addHook(
    name: 'onRequest',
    hook: (request: RequestLike, reply: ReplyLike, done: (error?: Error) => void) => void,
  ): unknown;
}

/** A plugin as Fastify registers it. */
export type FastifyInspection = (instance: InstanceLike, options: unknown, done: () => void) => void;

/**
 * A plugin for Fastify 5: `app.register(fastifyInspection(inspector))`, before other plugins. It works on the
 * instance that it is registered with, not on one of its own, and on every request that Fastify routes.
 */
export function fastifyInspection(inspector: Inspector, options: InspectionOptions = {}): FastifyInspection {
  const plugin: FastifyInspection = (instance, _, done) => {
    instance.addHook('onRequest', (request, reply, next) => {
      const exchange = { incoming: request.raw, outgoing: reply.raw };
      inspectExchange(inspector, exchange, options).then(
        (outcome) => {
          if (outcome === 'pass') next();
          else reply.hijack();
        },
        (error: Error) => next(error),
      );
    });
    done();
  };
  // Without this Fastify would give the plugin an instance of its own, and its hook would see nothing.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}
