import type { Hono } from 'hono';
import type { ApiDeps } from '../deps.ts';
import type { ApiEnv } from '../http/client.ts';
import { parseQuery } from '../http/input.ts';
import { ApiProblem } from '../http/problem.ts';
import { identifier, incidentsQuery, WINDOWS_MS } from './schemas.ts';

/** Attempts that are sent with an incident, earliest first. */
const ATTEMPT_LIMIT = 100;
const DEFAULT_WINDOW_MS = 7 * WINDOWS_MS.day;

/** Incidents of the last week unless asked otherwise, and one with its attempts and who may be behind it. */
export function addIncidentRoutes(app: Hono<ApiEnv>, { store, clock, attribute }: ApiDeps): void {
  app.get('/incidents', async (context) => {
    const query = parseQuery(context, incidentsQuery);
    const untilMs = query.until ?? clock.nowMs() + 1;
    const range = { sinceMs: query.since ?? untilMs - DEFAULT_WINDOW_MS, untilMs };
    return context.json({ incidents: await store.incidents(range, query.limit) });
  });

  app.get('/incidents/:id', async (context) => {
    const id = identifier.safeParse(context.req.param('id'));
    const incident = id.success ? await store.incident(id.data) : null;
    if (incident === null)
      throw new ApiProblem('not-found', 'No incident has this identifier, or it was dropped.');
    const found = await Promise.all(
      incident.attemptIds.slice(0, ATTEMPT_LIMIT).map((one) => store.attempt(one)),
    );
    const attempts = found.filter((attempt) => attempt !== null);
    return context.json({ incident, attempts, attribution: await attribute(incident) });
  });
}
