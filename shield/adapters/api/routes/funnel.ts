import type { Hono } from 'hono';
import type { ApiDeps } from '../deps.ts';
import type { ApiEnv } from '../http/client.ts';
import { parseQuery } from '../http/input.ts';
import { STEPS_MS, WINDOWS_MS, windowQuery } from './schemas.ts';

/** Counts of the last hour or day, and their course. */
export function addFunnelRoutes(app: Hono<ApiEnv>, { store, clock }: ApiDeps): void {
  app.get('/funnel', async (context) => {
    const { window } = parseQuery(context, windowQuery);
    const untilMs = clock.nowMs() + 1;
    const range = { sinceMs: untilMs - WINDOWS_MS[window], untilMs };
    return context.json({ window, ...range, funnel: await store.funnel(range) });
  });

  app.get('/funnel/series', async (context) => {
    const { window } = parseQuery(context, windowQuery);
    const stepMs = STEPS_MS[window];
    // Whole steps, the current one included, so that finished steps never change their meaning between answers.
    const untilMs = (Math.floor(clock.nowMs() / stepMs) + 1) * stepMs;
    const range = { sinceMs: untilMs - WINDOWS_MS[window], untilMs };
    return context.json({ window, stepMs, ...range, buckets: await store.funnelSeries(range, stepMs) });
  });
}
