/** What of an HTTP request the intake looks at, whatever server took it. */
export interface IntakeRequest {
  readonly method: string;
  readonly authorization: string | null;
  readonly contentEncoding: string | null;
  readonly contentLength: string | null;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The answer, for whatever server sends it: `body` is JSON text. */
export interface IntakeAnswer {
  readonly status: 200 | 400 | 401 | 405 | 413 | 415 | 429 | 503;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A line that could not be parsed; it is kept all the same, as an unparsed event. */
export interface LineError {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** Errors named in one answer; the count is always whole. */
export const ERRORS_NAMED = 100;

/** An answer whose body is `content` as JSON. */
export function answer(
  status: IntakeAnswer['status'],
  content: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): IntakeAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: `${JSON.stringify(content)}\n`,
  };
}
