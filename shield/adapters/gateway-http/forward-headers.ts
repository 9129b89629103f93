import type { Forwarding } from './forwarding.ts';

/** Connection-specific fields that no proxy passes on (RFC 9110 §7.6.1), and HTTP/2 negotiation (RFC 7540 §3.2.1). */
const HOP_BY_HOP: readonly string[] = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
];

/** Dropped from requests: hop-by-hop, what the gateway writes itself, and `Proxy` (CVE-2016-5385, httpoxy). */
const DROPPED_FROM_REQUEST: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
  'host',
  'content-length',
  'expect',
  'trailer',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
  'proxy',
]);

const DROPPED_FROM_RESPONSE: ReadonlySet<string> = new Set([...HOP_BY_HOP, 'trailer']);

const VIA_NAME = 'dejfa';

/** A request head, as far as its fields depend on it. */
export interface RequestFields {
  readonly rawHeaders: readonly string[];
  /** The Connection field's values, joined with commas. */
  readonly connection: string | undefined;
  readonly hostField: string;
  readonly httpVersion: string;
  /** Set where a body of known length is streamed. */
  readonly contentLength: number | null;
  readonly forwarding: Forwarding;
}

/**
 * Fields for the upstream, flat name-value pairs as `undici` takes them, latin1, in the order they came; then the
 * gateway's own. A name with `_` is compared as if it were `-`: CGI and its heirs cannot tell the two apart.
 */
export function upstreamFields(fields: RequestFields): string[] {
  const { rawHeaders, forwarding } = fields;
  const listed = listedNames(fields.connection);
  const out: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    const key = dashed(name.toLowerCase());
    if (DROPPED_FROM_REQUEST.has(key) || listed?.has(key)) continue;
    out.push(name, rawHeaders[i + 1] ?? '');
  }
  if (fields.hostField !== '') out.push('Host', fields.hostField);
  if (fields.contentLength !== null) out.push('Content-Length', String(fields.contentLength));
  out.push('X-Forwarded-For', forwarding.chain, 'X-Forwarded-Proto', forwarding.proto);
  if (forwarding.host !== '') out.push('X-Forwarded-Host', forwarding.host);
  out.push('Via', `${fields.httpVersion} ${VIA_NAME}`);
  return out;
}

/** A response head, as far as its fields depend on it. */
export interface ResponseFields {
  /** Flat name-value pairs, latin1. */
  readonly rawHeaders: readonly string[];
  readonly status: number;
  /** The client can be sent trailers: HTTP/1.1 and a response with a chunked body. */
  readonly trailersAllowed: boolean;
}

/** Fields for the client, flat name-value pairs, latin1; a 204 has no Content-Length (RFC 9110 §8.6). */
export function clientFields(fields: ResponseFields): string[] {
  const { rawHeaders } = fields;
  const out: string[] = [];
  let listed: ReadonlySet<string> | null = null;
  let hasLength = false;
  let trailerAt = -1;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    const key = name.toLowerCase();
    if (key === 'connection') listed = listedNames(rawHeaders[i + 1] ?? '', listed);
    else if (key === 'trailer') trailerAt = i;
    if (DROPPED_FROM_RESPONSE.has(key)) continue;
    if (key === 'content-length') {
      if (fields.status === 204) continue;
      hasLength = true;
    }
    out.push(name, rawHeaders[i + 1] ?? '');
  }
  const sent = listed === null ? out : withoutListed(out, listed);
  if (trailerAt !== -1 && fields.trailersAllowed && !hasLength) {
    sent.push('Trailer', rawHeaders[trailerAt + 1] ?? '');
  }
  sent.push('Via', `1.1 ${VIA_NAME}`);
  return sent;
}

/** Pairs of names and values, for the guard. */
export function pairsOf(flat: readonly string[]): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) pairs.push([flat[i] ?? '', flat[i + 1] ?? '']);
  return pairs;
}

/** Never dropped because a Connection field lists them: without them the message would mean something else. */
const NOT_LISTABLE: ReadonlySet<string> = new Set(['host', 'content-length', 'content-type', 'via']);

function listedNames(
  connection: string | undefined,
  before: ReadonlySet<string> | null = null,
): ReadonlySet<string> | null {
  if (connection === undefined) return before;
  const lower = connection.toLowerCase();
  if (lower === 'keep-alive' || lower === 'close') return before;
  const names = new Set(before);
  for (const part of lower.split(',')) {
    const name = dashed(part.trim());
    if (name !== '' && !NOT_LISTABLE.has(name)) names.add(name);
  }
  return names;
}

function withoutListed(flat: readonly string[], listed: ReadonlySet<string>): string[] {
  const out: string[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const name = flat[i] ?? '';
    if (!listed.has(dashed(name.toLowerCase()))) out.push(name, flat[i + 1] ?? '');
  }
  return out;
}

function dashed(name: string): string {
  return name.includes('_') ? name.replaceAll('_', '-') : name;
}
