import type { Hono } from 'hono';
import type { Attempt } from '../../../model/index.ts';
import type { AttemptFilter } from '../../../ports/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { ApiEnv } from '../http/client.ts';
import { parseQuery } from '../http/input.ts';
import { ApiProblem } from '../http/problem.ts';
import { attemptsQuery, identifier, WINDOWS_MS } from './schemas.ts';

const EVENT_LIMIT = 50;

/** Attempts by filter, page by page, and one attempt with its events, signals and receipts. */
export function addAttemptRoutes(app: Hono<ApiEnv>, { store, clock }: ApiDeps): void {
  app.get('/attempts', async (context) => {
    const query = parseQuery(context, attemptsQuery);
    const untilMs = query.until ?? clock.nowMs() + 1;
    const filter: AttemptFilter = {
      sinceMs: query.since ?? untilMs - WINDOWS_MS.day,
      untilMs,
      // One more than asked for tells whether there is a next page.
      limit: query.limit + 1,
      ...(query.service === undefined ? {} : { service: query.service }),
      ...(query.class === undefined ? {} : { rsit: query.class }),
      ...(query.outcome === undefined ? {} : { outcome: query.outcome }),
      ...(query.severity === undefined ? {} : { minSeverity: query.severity }),
      ...(query.origin === undefined ? {} : { origin: query.origin }),
      ...(query.text === undefined || query.text === '' ? {} : { text: query.text }),
      ...(query.before === undefined ? {} : { before: query.before }),
    };
    const rows = await store.attempts(filter);
    const page = rows.slice(0, query.limit);
    return context.json({ attempts: page, next: rows.length > page.length ? cursorOf(page.at(-1)) : null });
  });

  app.get('/attempts/:id', async (context) => {
    const id = identifier.safeParse(context.req.param('id'));
    const attempt = id.success ? await store.attempt(id.data) : null;
    if (attempt === null)
      throw new ApiProblem('not-found', 'No attempt has this identifier, or it was dropped.');
    const events = await store.attemptEvents(attempt.id, EVENT_LIMIT);
    return context.json({ attempt, events, isComplete: events.length >= attempt.eventCount });
  });
}

function cursorOf(last: Attempt | undefined): string | null {
  return last === undefined ? null : `${last.lastMs}~${last.id}`;
}
