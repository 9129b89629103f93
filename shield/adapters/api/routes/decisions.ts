import type { Hono } from 'hono';
import type { Decision } from '../../../model/index.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiEnv, clientAddress } from '../http/client.ts';
import { parseBody, parseQuery } from '../http/input.ts';
import { ApiProblem } from '../http/problem.ts';
import { previewDecision } from './decision-preview.ts';
import { decisionBody, decisionsQuery, identifier, previewBody } from './schemas.ts';

/** Decisions: list, preview, add, revoke. Each change is noted with the account that made it. */
export function addDecisionRoutes(app: Hono<ApiEnv>, deps: ApiDeps): void {
  const { state, clock, commands } = deps;

  app.get('/decisions', (context) => {
    const query = parseQuery(context, decisionsQuery);
    const nowMs = clock.nowMs();
    const decisions = query.state === 'active' ? state.activeDecisions(nowMs) : state.decisions(query.limit);
    return context.json({
      nowMs,
      total: decisions.length,
      decisions: decisions.slice(0, query.limit),
    });
  });

  app.post('/decisions/preview', async (context) => {
    const { scope } = await parseBody(context, previewBody);
    return context.json(await previewDecision(deps, scope, clientAddress(context.env)));
  });

  app.post('/decisions', async (context) => {
    const { scope, durationMs, ...rest } = await parseBody(context, decisionBody);
    const { account } = context.get('session');
    const nowMs = clock.nowMs();
    const input = { ...rest, scope: scope.scope, expiresMs: nowMs + durationMs };
    const decision = commands.addDecision(input, account);
    note('decision-add', decision, account);
    return context.json({ decision }, 201);
  });

  app.delete('/decisions/:id', (context) => {
    const { account } = context.get('session');
    const id = identifier.safeParse(context.req.param('id'));
    const decision = id.success ? commands.revokeDecision(id.data, account) : null;
    if (decision === null) throw new ApiProblem('not-found', 'No decision has this identifier.');
    note('decision-revoke', decision, account);
    return context.json({ decision });
  });

  function note(action: string, decision: Decision, account: string): void {
    const detail = `${decision.id} ${decision.action} ${decision.scope.value}: ${decision.reason}`;
    state.audit({ timeMs: clock.nowMs(), account, action, detail });
  }
}
