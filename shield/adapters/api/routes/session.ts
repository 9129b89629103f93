import type { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { ApiDeps } from '../deps.ts';
import { type ApiEnv, clientAddress } from '../http/client.ts';
import { parseBody } from '../http/input.ts';
import { ApiProblem } from '../http/problem.ts';
import type { LoginThrottle } from '../session/login-throttle.ts';
import { DECOY_HASH, isPassword } from '../session/password.ts';
import { SESSION_COOKIE, SESSION_MS, type Sessions } from '../session/sessions.ts';
import type { StreamHub } from '../stream/stream-hub.ts';
import { loginBody } from './schemas.ts';

/** What signing in and out needs. */
export interface SessionRoutes {
  readonly deps: ApiDeps;
  readonly sessions: Sessions;
  readonly throttle: LoginThrottle;
  readonly hub: StreamHub;
}

/** The routes that are open to people who are not signed in: who am I, and the login. */
export function addOpenRoutes(app: Hono<ApiEnv>, routes: SessionRoutes): void {
  const { deps, sessions, throttle } = routes;
  const cookie = cookieOptions(deps);
  let turn: Promise<unknown> = Promise.resolve();

  app.get('/me', (context) => {
    const session = sessions.find(getCookie(context, SESSION_COOKIE));
    return context.json({ account: session?.account ?? null, expiresMs: session?.expiresMs ?? null });
  });

  app.post('/login', async (context) => {
    const { name, password } = await parseBody(context, loginBody);
    const address = clientAddress(context.env);
    const keys = [`address:${address}`, `account:${name}`];
    const nowMs = deps.clock.nowMs();
    const waitMs = throttle.begin(keys, nowMs);
    if (waitMs > 0) throw tooMany(waitMs);
    const account = deps.state.account(name);
    // One at a time: each check takes 32 MiB, and many at once must not exhaust the shield's memory.
    const check = turn.then(() => isPassword(password, account?.passwordHash ?? DECOY_HASH));
    turn = check.catch(() => undefined);
    const isRight = await check;
    if (!isRight || account === null) {
      deps.state.audit({ timeMs: nowMs, account: name, action: 'login-failed', detail: `from ${address}` });
      throw new ApiProblem(
        'wrong-password',
        'Try again. The shield printed the password at its first start.',
      );
    }
    throttle.clear(keys);
    const { token, session } = sessions.open(account.name);
    deps.state.audit({ timeMs: nowMs, account: name, action: 'login', detail: `from ${address}` });
    setCookie(context, SESSION_COOKIE, token, { ...cookie, maxAge: SESSION_MS / 1_000 });
    return context.json({ account: session.account, expiresMs: session.expiresMs });
  });
}

/** The routes of a session that exists. */
export function addLogoutRoute(app: Hono<ApiEnv>, routes: SessionRoutes): void {
  const { deps, sessions, hub } = routes;
  app.post('/logout', (context) => {
    const session = context.get('session');
    sessions.end(session);
    hub.dismiss(session.tokenHash);
    deps.state.audit({ timeMs: deps.clock.nowMs(), account: session.account, action: 'logout', detail: '' });
    deleteCookie(context, SESSION_COOKIE, cookieOptions(deps));
    return context.body(null, 204);
  });
}

/** The session of a request; throws `not-signed-in`. */
export function sessionOf(context: Parameters<typeof getCookie>[0], sessions: Sessions) {
  const session = sessions.find(getCookie(context, SESSION_COOKIE));
  if (session === null) throw new ApiProblem('not-signed-in', 'Sign in, and go on where you were.');
  return session;
}

function cookieOptions(deps: ApiDeps) {
  return {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure: deps.options.secureCookie ?? deps.options.tls !== undefined,
  } as const;
}

function tooMany(waitMs: number): ApiProblem {
  const seconds = Math.ceil(waitMs / 1_000);
  return new ApiProblem('too-many-attempts', `Wait ${seconds} seconds, then try again.`, {
    retryAfterSeconds: seconds,
  });
}
