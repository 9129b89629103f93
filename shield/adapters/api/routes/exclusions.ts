import type { Hono } from 'hono';
import { type EventDetail, ExclusionError, type StoredExclusion } from '../../../ports/index.ts';
import type { ApiDeps } from '../deps.ts';
import type { ApiEnv } from '../http/client.ts';
import { parseBody } from '../http/input.ts';
import { ApiProblem } from '../http/problem.ts';
import { exclusionBody, exclusionChoice, identifier } from './schemas.ts';

/** Why a request was blocked, and exclusions: try, add, list, remove. Each change is noted with its account. */
export function addExclusionRoutes(app: Hono<ApiEnv>, deps: ApiDeps): void {
  const { exclusions, state, clock } = deps;

  app.get('/events/:id/explanation', async (context) => {
    const detail = await eventOf(deps, context.req.param('id'));
    return context.json({ explanation: await asked(() => exclusions.explain(detail)) });
  });

  app.post('/events/:id/exclusions/preview', async (context) => {
    const choice = await parseBody(context, exclusionChoice);
    const detail = await eventOf(deps, context.req.param('id'));
    return context.json({ proposal: await asked(() => exclusions.propose(detail, choice)) });
  });

  app.post('/events/:id/exclusions', async (context) => {
    const { reason, ...choice } = await parseBody(context, exclusionBody);
    const detail = await eventOf(deps, context.req.param('id'));
    const { account } = context.get('session');
    const exclusion = await asked(() => exclusions.add(detail, choice, { owner: account, reason }));
    note('exclusion-add', exclusion, account);
    return context.json({ exclusion }, 201);
  });

  app.get('/exclusions', async (context) => {
    const list = await asked(() => exclusions.list());
    return context.json({ exclusions: list });
  });

  app.delete('/exclusions/:id', async (context) => {
    const { account } = context.get('session');
    const id = /^\d{1,9}$/.exec(context.req.param('id'))?.[0];
    const exclusion = id === undefined ? null : await asked(() => exclusions.remove(Number(id)));
    if (exclusion === null) throw new ApiProblem('not-found', 'No exclusion has this number.');
    note('exclusion-remove', exclusion, account);
    return context.json({ exclusion });
  });

  function note(action: string, exclusion: StoredExclusion, account: string): void {
    const { id, ruleIds, variable, path, reason } = exclusion;
    const detail = `${id} rules ${ruleIds.join(' ')} ${variable ?? 'all'} ${path}: ${reason}`.slice(0, 2_000);
    state.audit({ timeMs: clock.nowMs(), account, action, detail });
  }
}

async function eventOf({ store }: ApiDeps, text: string): Promise<EventDetail> {
  const id = identifier.safeParse(text);
  const detail = id.success ? await store.event(id.data) : null;
  if (detail !== null) return detail;
  throw new ApiProblem('not-found', 'No event has this number, or its time to be kept is over.');
}

/** What the desk refuses is the person's to mend; that its file cannot be used is the shield's. */
async function asked<T>(ask: () => T | Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof ExclusionError)) throw cause;
    throw new ApiProblem(cause.code === 'damaged' ? 'internal' : 'not-excluded', cause.message, { cause });
  }
}
