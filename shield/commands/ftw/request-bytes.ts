import { fillTemplate } from './go-template.ts';
import type { ByteText, FtwInput } from './test-case.ts';

const FORM = 'application/x-www-form-urlencoded';

/** What the stages before leave to a request. */
export interface Carried {
  /** Value of the Cookie field; empty for none. */
  readonly cookie: ByteText;
  /** Where the last stage was redirected to; null where it was not. */
  readonly location: ByteText | null;
}

/**
 * The bytes that a stage sends. Unless the test says otherwise, a body gets Content-Type (form) and Content-Length,
 * plain form data is encoded, and Connection says `close` (go-ftw: `autocomplete_headers`; ftw: the opposite of
 * `stop_magic`).
 */
export function requestBytes(input: FtwInput, carried: Carried): Buffer {
  if (input.rawRequest !== null) return Buffer.from(input.rawRequest, 'latin1');
  const headers: (readonly [ByteText, ByteText])[] = [...input.headers];
  const has = (name: string) => headers.some((header) => header[0].toLowerCase() === name);
  let body = input.data === null ? '' : fillTemplate(input.data);
  // As go-ftw does: line feeds of a YAML text would make it a multipart body that nobody sends.
  if (isMultipart(headers)) body = body.replace(/\r?\n/g, '\r\n');
  if (carried.cookie !== '' && !has('cookie')) headers.push(['Cookie', carried.cookie]);
  if (input.autocompleteHeaders) {
    if (body !== '') {
      if (!has('content-type')) headers.push(['Content-Type', FORM]);
      if (isForm(headers)) body = encodeForm(body);
      if (!has('content-length') && !has('transfer-encoding'))
        headers.push(['Content-Length', String(body.length)]);
    }
    if (!has('connection')) headers.push(['Connection', 'close']);
  }
  const target = input.followRedirect && carried.location !== null ? carried.location : input.uri;
  const lines = [
    `${input.method} ${target} ${input.version}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1');
}

function isMultipart(headers: readonly (readonly [ByteText, ByteText])[]): boolean {
  return headers.some(
    ([name, value]) => name.toLowerCase() === 'content-type' && /^\s*multipart\/form-data/i.test(value),
  );
}

function isForm(headers: readonly (readonly [ByteText, ByteText])[]): boolean {
  return headers.some(([name, value]) => name.toLowerCase() === 'content-type' && value === FORM);
}

/**
 * Form data that is still plain is encoded; as go-ftw does it, which takes data for plain that decoding does not
 * change, leaves what is no list of names and values, and writes names in their order.
 */
function encodeForm(data: ByteText): ByteText {
  if (/[%+;]/.test(data)) return data;
  const pairs = data
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals === -1
        ? ([pair, ''] as const)
        : ([pair.slice(0, equals), pair.slice(equals + 1)] as const);
    });
  if (pairs.every(([, value]) => value === '')) return data;
  return [...pairs]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

function encode(text: ByteText): ByteText {
  return text.replace(/[^A-Za-z0-9_.~-]/g, (char) =>
    char === ' ' ? '+' : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
