/** An answer as a client reads it (RFC 9112 §2, §6.3). */
export interface ReadResponse {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** The whole of it as it came, latin1. */
  readonly text: string;
}

/**
 * Reads the first final response in `bytes`; null where there is none yet. `closed`: no more will come, so that an
 * answer without a length, or cut short, is at its end.
 */
export function readResponse(
  bytes: Buffer,
  request: { readonly method: string; readonly closed: boolean },
): ReadResponse | null {
  const text = bytes.toString('latin1');
  for (let at = 0; ; ) {
    const headEnd = text.indexOf('\r\n\r\n', at);
    if (headEnd === -1) return null;
    const [line = '', ...fields] = text.slice(at, headEnd).split('\r\n');
    const status = Number(/^HTTP\/1\.[01] ([1-5][0-9]{2})(?: |$)/.exec(line)?.[1] ?? 0);
    if (status === 0) return null;
    const bodyAt = headEnd + 4;
    if (status < 200) {
      at = bodyAt;
      continue;
    }
    const headers = fields.map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon), field.slice(colon + 1).trim()] as const;
    });
    const end = endOf(text, bodyAt, { status, headers, ...request });
    return end === null ? null : { status, headers, text: text.slice(at, end) };
  }
}

function endOf(
  text: string,
  bodyAt: number,
  message: Omit<ReadResponse, 'text'> & { readonly method: string; readonly closed: boolean },
): number | null {
  const { status, headers, method, closed } = message;
  if (method === 'HEAD' || status === 204 || status === 304) return bodyAt;
  const field = (name: string) => headers.find(([key]) => key.toLowerCase() === name)?.[1];
  const whole = closed ? text.length : null;
  if (field('transfer-encoding') !== undefined) {
    const last = /(?:^|\r\n)0\r\n\r\n/.exec(text.slice(bodyAt));
    return last === null ? whole : bodyAt + last.index + last[0].length;
  }
  const length = field('content-length');
  if (length === undefined) return whole;
  const end = bodyAt + Number(length);
  return text.length >= end ? end : whole;
}
