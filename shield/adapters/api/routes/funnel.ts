import type { Hono } from 'hono';
import type { ApiDeps } from '../deps.ts';
import type { ApiEnv } from '../http/client.ts';
import { parseQuery } from '../http/input.ts';
import { SharedAnswers } from '../http/shared-answers.ts';
import { STEPS_MS, WINDOWS_MS, windowQuery } from './schemas.ts';

const SHARED_MS = 1_000;

/** Counts of the last hour or day, and their course. */
export function addFunnelRoutes(app: Hono<ApiEnv>, { store, clock }: ApiDeps): void {
  const funnels = new SharedAnswers<object>(clock, SHARED_MS);
  const series = new SharedAnswers<object>(clock, SHARED_MS);

  app.get('/funnel', async (context) => {
    const { window } = parseQuery(context, windowQuery);
    const answer = await funnels.ask(window, async () => {
      const untilMs = clock.nowMs() + 1;
      const range = { sinceMs: untilMs - WINDOWS_MS[window], untilMs };
      return { window, ...range, funnel: await store.funnel(range) };
    });
    return context.json(answer);
  });

  app.get('/funnel/series', async (context) => {
    const { window } = parseQuery(context, windowQuery);
    const answer = await series.ask(window, async () => {
      const stepMs = STEPS_MS[window];
      // Whole steps, the current one included, so that finished steps never change their meaning between answers.
      const untilMs = (Math.floor(clock.nowMs() / stepMs) + 1) * stepMs;
      const range = { sinceMs: untilMs - WINDOWS_MS[window], untilMs };
      return { window, stepMs, ...range, buckets: await store.funnelSeries(range, stepMs) };
    });
    return context.json(answer);
  });
}
