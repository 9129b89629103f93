import { Hono } from 'hono';
import type { ConsoleAssets } from './console-assets.ts';
import type { ApiDeps } from './deps.ts';
import type { ApiEnv } from './http/client.ts';
import type { HostCheck } from './http/host-check.ts';
import { ApiProblem, problemResponse } from './http/problem.ts';
import { assertSameOrigin } from './http/same-origin.ts';
import { SECURITY_HEADERS } from './http/security-headers.ts';
import { addAttemptRoutes } from './routes/attempts.ts';
import { addDecisionRoutes } from './routes/decisions.ts';
import { addEventRoutes } from './routes/events.ts';
import { addExclusionRoutes } from './routes/exclusions.ts';
import { addFunnelRoutes } from './routes/funnel.ts';
import { addIncidentRoutes } from './routes/incidents.ts';
import { addLogoutRoute, addOpenRoutes, sessionOf } from './routes/session.ts';
import { addStatusRoutes } from './routes/status.ts';
import { addStreamRoute } from './routes/stream.ts';
import { LoginThrottle } from './session/login-throttle.ts';
import type { Sessions } from './session/sessions.ts';
import type { StreamHub } from './stream/stream-hub.ts';

/** What the routes are made of. */
export interface AppParts {
  readonly deps: ApiDeps;
  readonly sessions: Sessions;
  readonly hub: StreamHub;
  readonly assets: ConsoleAssets;
  /** Known only once the port is bound. */
  readonly hostCheck: () => HostCheck;
  /** Told of every failure that the client is not told of in detail. */
  readonly onFailure: (failure: unknown) => void;
}

/** Every request: name of the host, then origin, then (but for the login) the session, then the route. */
export function createApp(parts: AppParts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.use('*', async (context, next) => {
    await next();
    for (const [name, value] of SECURITY_HEADERS) context.res.headers.set(name, value);
  });
  app.use('*', async (context, next) => {
    parts.hostCheck().assert(context.req.header('host'));
    await next();
  });
  app.route('/api/v1', createRoutes(parts));
  app.all('/api/*', () => {
    throw new ApiProblem('not-found', 'The API has no such address. It begins with /api/v1.');
  });
  app.on(['GET', 'HEAD'], '*', (context) => {
    const acceptsGzip = context.req.header('accept-encoding')?.includes('gzip') ?? false;
    const response = parts.assets.respond(context.req.path, acceptsGzip, context.req.header('if-none-match'));
    if (response === null) throw new ApiProblem('not-found', 'The console has no such file.');
    return response;
  });
  app.all('*', () => {
    throw new ApiProblem('wrong-method', 'The console is only read.');
  });
  app.onError((failure) => {
    if (!(failure instanceof ApiProblem)) parts.onFailure(failure);
    return problemResponse(failure);
  });
  return app;
}

function createRoutes({ deps, sessions, hub }: AppParts): Hono<ApiEnv> {
  const api = new Hono<ApiEnv>();
  const sessionRoutes = { deps, sessions, hub, throttle: new LoginThrottle() };
  api.use('*', async (context, next) => {
    assertSameOrigin(context.req.method, (name) => context.req.header(name));
    await next();
    if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', 'no-store');
  });
  addOpenRoutes(api, sessionRoutes);
  api.use('*', async (context, next) => {
    context.set('session', sessionOf(context, sessions));
    await next();
  });
  addLogoutRoute(api, sessionRoutes);
  addFunnelRoutes(api, deps);
  addAttemptRoutes(api, deps);
  addEventRoutes(api, deps);
  addExclusionRoutes(api, deps);
  addIncidentRoutes(api, deps);
  addDecisionRoutes(api, deps);
  addStatusRoutes(api, deps);
  addStreamRoute(api, hub);
  return api;
}
