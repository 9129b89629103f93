import type { TestInput } from './test-file.ts';

/** A request as bytes in latin1 strings, ready for the engine. */
export interface TestRequest {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const FORM = 'application/x-www-form-urlencoded';

/**
 * Builds the request of a test the way the rule set's own runner does: unless `stop_magic` is set, a body gets a
 * Content-Type (form) and a Content-Length, and plain form data is encoded.
 */
export function buildRequest(input: TestInput): TestRequest {
  if (input.encoded_request !== undefined) {
    return parseRawRequest(Buffer.from(input.encoded_request, 'base64').toString('latin1'));
  }
  if (input.raw_request !== undefined) return parseRawRequest(bytes(input.raw_request));
  const headers = Object.entries(input.headers ?? {}).map(
    ([name, value]) => [bytes(name), bytes(value == null ? '' : String(value))] as [string, string],
  );
  const raw = typeof input.data === 'object' && input.data !== null ? input.data.join('\r\n') : input.data;
  let body = bytes(raw == null ? '' : String(raw));
  const has = (name: string) => headers.some((header) => header[0].toLowerCase() === name);
  if (input.stop_magic !== true && body !== '') {
    if (!has('content-type')) headers.push(['Content-Type', FORM]);
    if (headers.some(([name, value]) => name.toLowerCase() === 'content-type' && value === FORM))
      body = encodeForm(body);
    if (!has('content-length')) headers.push(['Content-Length', String(body.length)]);
  }
  if (!has('connection') && input.stop_magic !== true) headers.push(['Connection', 'close']);
  return {
    method: bytes(String(input.method ?? 'GET')),
    target: bytes(String(input.uri ?? '/')),
    httpVersion: versionOf(input.version === undefined ? 'HTTP/1.1' : String(input.version)),
    headers,
    body,
  };
}

function versionOf(text: string): string {
  return text.replace(/^HTTP\//, '');
}

/** Data without any escape is taken for text that is still to be encoded. */
function encodeForm(data: string): string {
  if (/%[0-9a-fA-F]{2}|\+/.test(data)) return data;
  return data
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      if (equals === -1) return encode(pair);
      return `${encode(pair.slice(0, equals))}=${encode(pair.slice(equals + 1))}`;
    })
    .join('&');
}

function encode(text: string): string {
  return text.replace(/[^A-Za-z0-9_.~-]/g, (char) =>
    char === ' ' ? '+' : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function parseRawRequest(raw: string): TestRequest {
  const split = /\r?\n\r?\n/.exec(raw);
  const head = split === null ? raw : raw.slice(0, split.index);
  const [line = '', ...fields] = head.split(/\r?\n/);
  const parts = /^(\S*)\s+(.*?)(?:\s+HTTP\/(\S+))?$/.exec(line);
  return {
    method: parts?.[1] ?? '',
    target: parts?.[2] ?? '',
    httpVersion: parts?.[3] ?? '',
    headers: fields.map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon), field.slice(colon + 1).trim()] as const;
    }),
    body: split === null ? '' : raw.slice(split.index + split[0].length),
  };
}

function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
