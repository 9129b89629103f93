import { StoreError } from '../../../ports/index.ts';

/** One field of the request that was not as expected. */
export interface FieldProblem {
  /** Dotted path in the query or the body. */
  readonly path: string;
  readonly message: string;
}

/** Stable identifiers of what can go wrong; the `type` of the answer is `urn:dejfa:problem:CODE`. */
export const PROBLEMS = {
  'invalid-input': { status: 400, title: 'The request is not as it should be' },
  'wrong-password': { status: 401, title: 'Name or password is wrong' },
  'not-signed-in': { status: 401, title: 'You are not signed in' },
  'cross-site': { status: 403, title: 'The request did not come from the console' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'not-excluded': { status: 409, title: 'This cannot be excluded' },
  'wrong-method': { status: 405, title: 'This cannot be done here' },
  'too-large': { status: 413, title: 'The request is too large' },
  'wrong-media-type': { status: 415, title: 'The body must be JSON' },
  'unknown-host': { status: 421, title: 'The console does not answer to this name' },
  'too-many-attempts': { status: 429, title: 'Too many attempts to sign in' },
  'too-many-streams': { status: 429, title: 'Too many live connections' },
  internal: { status: 500, title: 'The shield failed to answer' },
  'store-unavailable': { status: 503, title: 'The store does not answer' },
} as const satisfies Record<string, { status: number; title: string }>;

/** Code of a refusal, stable for clients. */
export type ProblemCode = keyof typeof PROBLEMS;

/** Thrown by routes and checks; becomes an answer of RFC 9457. `message` is shown to the person. */
export class ApiProblem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldProblem[];
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ProblemCode,
    detail: string,
    options: { errors?: readonly FieldProblem[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ApiProblem';
    this.code = code;
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

/** The answer for whatever was thrown. What is not an {@link ApiProblem} is not told to the client in detail. */
export function problemResponse(thrown: unknown): Response {
  const problem = asProblem(thrown);
  const { status, title } = PROBLEMS[problem.code];
  const headers = new Headers({ 'content-type': 'application/problem+json' });
  if (problem.retryAfterSeconds !== null) headers.set('retry-after', String(problem.retryAfterSeconds));
  const body = {
    type: `urn:dejfa:problem:${problem.code}`,
    title,
    status,
    detail: problem.message,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
  };
  return new Response(JSON.stringify(body), { status, headers });
}

function asProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  if (thrown instanceof StoreError) return new ApiProblem('store-unavailable', thrown.message);
  return new ApiProblem('internal', 'This is a defect of the shield. Its own log says more.');
}
