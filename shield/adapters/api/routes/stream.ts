import type { Hono } from 'hono';
import type { ApiEnv } from '../http/client.ts';
import { ApiProblem } from '../http/problem.ts';
import type { StreamHub } from '../stream/stream-hub.ts';

/** Server-sent events: `hello`, `reset`, `attempt`, `incident`, `decision`, `tick`, `heartbeat`. */
export function addStreamRoute(app: Hono<ApiEnv>, hub: StreamHub): void {
  app.get('/stream', (context) => {
    const lastId = context.req.header('last-event-id') ?? null;
    const client = hub.join(context.get('session').tokenHash, lastId);
    if (client === null) throw new ApiProblem('too-many-streams', 'Close other windows of the console.');
    return new Response(client.body, {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      },
    });
  });
}
