import { createHash, randomBytes } from 'node:crypto';
import type { ApiHarness } from './api-harness.ts';
import { type RawAnswer, rawRequest } from './raw-request.ts';

const CONSOLE_HEADERS = { 'x-dejfa-console': '1', 'sec-fetch-site': 'same-origin' };

/** Plants a session and returns its cookie; quicker than a login, which takes its time by design. */
export function signIn(harness: ApiHarness): string {
  const token = randomBytes(32).toString('base64url');
  harness.state.saveSession({
    tokenHash: createHash('sha256').update(token).digest('hex'),
    account: harness.account.name,
    createdMs: harness.clock.now,
    expiresMs: harness.clock.now + 12 * 3_600_000,
  });
  return `dejfa_session=${token}`;
}

export function login(
  harness: ApiHarness,
  body: { readonly name: string; readonly password: string },
): Promise<RawAnswer> {
  return rawRequest(harness.port, {
    method: 'POST',
    path: '/api/v1/login',
    headers: { ...CONSOLE_HEADERS, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export interface Call {
  readonly path: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A call as the console makes it; `path` is relative to `/api/v1`. */
export function call(harness: ApiHarness, cookie: string, { path, body, headers, method = 'GET' }: Call) {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return rawRequest(harness.port, {
    method,
    path: `/api/v1${path}`,
    headers: { ...CONSOLE_HEADERS, ...json, cookie, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
