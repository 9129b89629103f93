import type { Hono } from 'hono';
import { z } from 'zod';
import type { Attempt, Event } from '../../../model/index.ts';
import type { EventDetail, EventStore } from '../../../ports/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { ApiEnv } from '../http/client.ts';
import { ApiProblem } from '../http/problem.ts';
import { identifier, WINDOWS_MS } from './schemas.ts';

const CANDIDATE_LIMIT = 200;
const reference = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9-]{4,64}$/, 'expected the reference number on the page that the visitor saw');

/** One event by its identifier, or by the reference number that a blocked visitor reads out. */
export function addEventRoutes(app: Hono<ApiEnv>, { store }: ApiDeps): void {
  app.get('/events/:id', async (context) => {
    const id = identifier.safeParse(context.req.param('id'));
    const detail = id.success ? await store.event(id.data) : null;
    return context.json(await withAttempts(store, detail));
  });

  app.get('/references/:reference', async (context) => {
    const parsed = reference.safeParse(context.req.param('reference'));
    if (!parsed.success) {
      const message = parsed.error.issues[0]?.message ?? 'not a reference number';
      throw new ApiProblem('invalid-input', message, { errors: [{ path: 'reference', message }] });
    }
    return context.json(await withAttempts(store, await store.byReference(parsed.data)));
  });
}

async function withAttempts(store: EventStore, detail: EventDetail | null) {
  if (detail === null)
    throw new ApiProblem('not-found', 'No event has this number, or its time to be kept is over.');
  const attempts = await attemptsAround(store, detail.event);
  return { ...detail, attemptIds: attempts.map((attempt) => attempt.id) };
}

/** Attempts that name the event first, then those of the same actor and service at that time. */
async function attemptsAround(store: EventStore, event: Event): Promise<readonly Attempt[]> {
  if (event.actor === null) return [];
  const candidates = await store.attempts({
    sinceMs: event.timeMs,
    untilMs: event.timeMs + WINDOWS_MS.day,
    text: event.actor.value,
    limit: CANDIDATE_LIMIT,
  });
  const naming = candidates.filter((attempt) => attempt.eventIds.includes(event.id));
  if (naming.length > 0) return naming;
  return candidates.filter(
    (attempt) =>
      attempt.actor.value === event.actor?.value &&
      attempt.service === event.service &&
      attempt.firstMs <= event.timeMs &&
      attempt.lastMs >= event.timeMs,
  );
}
