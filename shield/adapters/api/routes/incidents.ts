import type { Hono } from 'hono';
import type { ApiDeps } from '../deps.ts';
import type { ApiEnv } from '../http/client.ts';
import { parseQuery } from '../http/input.ts';
import { incidentsQuery, WINDOWS_MS } from './schemas.ts';

const DEFAULT_WINDOW_MS = 7 * WINDOWS_MS.day;

/** Incidents of the last week unless asked otherwise. */
export function addIncidentRoutes(app: Hono<ApiEnv>, { store, clock }: ApiDeps): void {
  app.get('/incidents', async (context) => {
    const query = parseQuery(context, incidentsQuery);
    const untilMs = query.until ?? clock.nowMs() + 1;
    const range = { sinceMs: query.since ?? untilMs - DEFAULT_WINDOW_MS, untilMs };
    return context.json({ incidents: await store.incidents(range, query.limit) });
  });
}
