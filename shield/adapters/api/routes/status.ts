import type { Hono } from 'hono';
import { type EventStore, StoreError, type StoreHealth } from '../../../ports/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { ApiEnv } from '../http/client.ts';
import { SharedAnswers } from '../http/shared-answers.ts';

const PROBLEM_LIMIT = 500;
const SHARED_MS = 2_000;

/** The health of the store, or why it has none. */
export type StoreState =
  | ({ readonly state: 'working' } & StoreHealth)
  | { readonly state: 'failed'; readonly code: string; readonly detail: string };

/** Whether the shield works, and the content that it works with. */
export function addStatusRoutes(app: Hono<ApiEnv>, { status, store, clock }: ApiDeps): void {
  const health = new SharedAnswers<StoreState>(clock, SHARED_MS);

  app.get('/status', async (context) => {
    const { packs, ...rest } = status.status();
    const nowMs = clock.nowMs();
    return context.json({
      ...rest,
      nowMs,
      uptimeMs: nowMs - rest.startedMs,
      store: await health.ask('store', () => storeState(store)),
      packs: packs.map(({ problems, ...pack }) => ({ ...pack, problemCount: problems.length })),
    });
  });

  app.get('/coverage', (context) => context.json(status.coverage()));

  app.get('/content', (context) => {
    const packs = status.status().packs.map((pack) => ({
      ...pack,
      problemCount: pack.problems.length,
      problems: pack.problems.slice(0, PROBLEM_LIMIT),
    }));
    return context.json({ packs });
  });
}

async function storeState(store: EventStore): Promise<StoreState> {
  try {
    return { state: 'working', ...(await store.health()) };
  } catch (cause) {
    if (cause instanceof StoreError) return { state: 'failed', code: cause.code, detail: cause.message };
    throw cause;
  }
}
