/** What the API answered instead of what was asked for, by RFC 9457; `message` may be shown to people. */
export class ApiError extends Error {
  readonly status: number;
  /** The end of the problem's type: `not-signed-in`, `store-unavailable`; `unreachable` when nothing answered. */
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Asks the shield that served this page; `path` is relative to `/api/v1`. Throws an {@link ApiError}. */
export async function request<T>(
  path: string,
  { method = 'GET', body, signal }: RequestOptions = {},
): Promise<T> {
  const response = await send(`/api/v1${path}`, {
    method,
    credentials: 'same-origin',
    headers: {
      'x-dejfa-console': '1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw await errorOf(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, 'unreachable', '', { cause });
  }
}

async function errorOf(response: Response): Promise<ApiError> {
  const problem: unknown = await response.json().catch(() => null);
  const { type, detail } = (problem ?? {}) as { type?: unknown; detail?: unknown };
  const code = typeof type === 'string' ? type.slice(type.lastIndexOf(':') + 1) : 'internal';
  return new ApiError(response.status, code, typeof detail === 'string' ? detail : response.statusText);
}
