import type { ByteText, Reflection } from './test-case.ts';

/** A request as the upstream gets it. */
export interface EchoRequest {
  readonly method: string;
  /** In origin form. */
  readonly path: string;
  readonly headers: readonly (readonly [ByteText, ByteText])[];
  readonly body: ByteText;
}

/** How the upstream answers a test. */
export interface EchoRules {
  /** Given by the test; null: by what it asks. */
  readonly reflection: Reflection | null;
  /** Format of the test: those of CRS 3 expect a service that shows them what they sent. */
  readonly format: 3 | 4;
}

const EMPTY: Reflection = { status: 200, headers: [], body: '' };
const ENDPOINTS = ['/*', '/capabilities', '/reflect', '/inspect'];

/**
 * Answers as the upstream that the tests are written for: albedo (its README, "Endpoints"). Every request is
 * answered 200 without a body, `/reflect` as its JSON body says; tests of CRS 3 get what they sent to `/anything`,
 * `/get` or `/post`.
 */
export function echo(request: EchoRequest, { reflection, format }: EchoRules): Reflection {
  if (reflection !== null) return typed({ ...reflection, headers: reflection.headers.filter(isSound) });
  const [path = '', query = ''] = request.path.split('?', 2);
  if (path === '/reflect' && request.method === 'POST') return reflect(request.body);
  if (path === '/capabilities' && request.method === 'GET') return capabilities(query);
  if (format === 3 && /^\/(?:anything|get|post)(?:\/|$)/.test(path)) return mirror(request);
  return EMPTY;
}

/** What a JSON document asks for; 400 where it is none. */
function reflect(body: ByteText): Reflection {
  const spec = parseObject(Buffer.from(body, 'latin1').toString('utf8'));
  if (spec === null)
    return typed({ status: 400, headers: [], body: 'the specification is no JSON object\n' });
  const status =
    typeof spec.status === 'number' && spec.status >= 100 && spec.status <= 599 ? spec.status : 200;
  const encoded = typeof spec.encodedBody === 'string' ? spec.encodedBody : '';
  const plain = typeof spec.body === 'string' ? Buffer.from(spec.body, 'utf8').toString('latin1') : '';
  const headers = Object.entries(isObject(spec.headers) ? spec.headers : {})
    .map(([name, value]) => [bytes(name), bytes(String(value))] as const)
    .filter(isSound);
  const text = encoded === '' ? plain : Buffer.from(encoded, 'base64').toString('latin1');
  return typed({ status, headers, body: text });
}

function capabilities(query: string): Reflection {
  const quiet = new URLSearchParams(query).get('quiet') === 'true';
  const endpoints = ENDPOINTS.map((path) => (quiet ? { path } : { path, methods: ['any'] }));
  return {
    status: 200,
    headers: [['Content-Type', 'application/json']],
    body: JSON.stringify({ endpoints }),
  };
}

function mirror({ method, path, headers, body }: EchoRequest): Reflection {
  const shown = { method, url: path, headers: Object.fromEntries(headers), data: body };
  return {
    status: 200,
    headers: [['Content-Type', 'application/json']],
    body: bytes(JSON.stringify(shown)),
  };
}

/** Fields that say how the answer is framed; the upstream sees to that itself. */
const FRAMING: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'trailer',
]);

/**
 * With a Content-Type guessed from the first bytes where a body has none, as Go's net/http does (WHATWG MIME
 * Sniffing).
 */
function typed(response: Reflection): Reflection {
  const { body } = response;
  const headers = response.headers.filter(([name]) => !FRAMING.has(name.toLowerCase()));
  if (body === '' || headers.some(([name]) => name.toLowerCase() === 'content-type'))
    return { ...response, headers };
  return { ...response, headers: [...headers, ['Content-Type', sniff(body.slice(0, 512))]] };
}

const HTML =
  /^[\t\n\f\r ]*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[ >]|^[\t\n\f\r ]*<!--/i;

function sniff(start: ByteText): string {
  if (HTML.test(start)) return 'text/html; charset=utf-8';
  if (/^[\t\n\f\r ]*<\?xml/.test(start)) return 'text/xml; charset=utf-8';
  if (start.startsWith('%PDF-')) return 'application/pdf';
  if (start.startsWith('\x1f\x8b\x08')) return 'application/x-gzip';
  if (start.startsWith('PK\x03\x04')) return 'application/zip';
  for (let i = 0; i < start.length; i += 1) {
    const code = start.charCodeAt(i);
    if (code < 9 || code === 11 || (code > 13 && code < 27) || (code > 27 && code < 32))
      return 'application/octet-stream';
  }
  return 'text/plain; charset=utf-8';
}

/** Albedo drops others. */
function isSound([name, value]: readonly [ByteText, ByteText]): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bytes(text: string): ByteText {
  return Buffer.from(text, 'utf8').toString('latin1');
}
