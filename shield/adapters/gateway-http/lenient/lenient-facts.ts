import type { HeadFacts, HeadFault } from '../head-check.ts';
import { parseHost } from '../host-name.ts';

type Checked =
  | { readonly kind: 'sound'; readonly facts: HeadFacts; readonly rawHeaders: readonly string[] }
  | { readonly kind: 'refused'; readonly fault: HeadFault };

interface Line {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
}

/**
 * What Apache httpd checks between a head and the first rule: Host, framing, Expect. Beside a transfer coding it
 * takes Content-Length away (RFC 9112 §6.3 rule 3), so the fields that rules see are returned anew.
 */
export function lenientFacts(line: Line, fields: readonly string[]): Checked {
  const hosts = valuesOf(fields, 'host');
  const hostField = hosts[0] ?? '';
  const host = hostField === '' ? null : parseHost(hostField);
  if (hosts.length > 1) return refuse('duplicate-host');
  if (hostField !== '' && host === null) return refuse('bad-host');
  if (hosts.length === 0 && line.httpVersion !== '0.9' && line.httpVersion !== '1.0')
    return refuse('missing-host');
  const framing = framingOf(fields);
  if ('code' in framing) return { kind: 'refused', fault: framing };
  const expect = valuesOf(fields, 'expect')[0];
  // HTTP/1.0 knows no expectations (RFC 9110 §10.1.1).
  const expects = expect !== undefined && line.httpVersion !== '1.0';
  if (expects && expect.toLowerCase() !== '100-continue') return refuse('unknown-expectation', 417);
  const facts: HeadFacts = {
    host,
    hostField,
    contentLength: framing.contentLength,
    upgrade: false,
    ...destinationOf(line),
  };
  return { kind: 'sound', facts, rawHeaders: framing.fields };
}

function framingOf(
  fields: readonly string[],
): HeadFault | { readonly contentLength: number | null; readonly fields: readonly string[] } {
  const codings = valuesOf(fields, 'transfer-encoding');
  const lengths = valuesOf(fields, 'content-length');
  if (codings.length > 0) {
    const last = codings.join(',').split(',').at(-1)?.trim().toLowerCase();
    if (last !== 'chunked') return { code: 'bad-transfer-coding', status: 400 };
    return { contentLength: null, fields: lengths.length === 0 ? fields : without(fields, 'content-length') };
  }
  if (lengths.length === 0) return { contentLength: 0, fields };
  if (lengths.length > 1 || !/^[0-9]{1,15}$/.test(lengths[0] ?? ''))
    return { code: 'bad-content-length', status: 400 };
  return { contentLength: Number(lengths[0]), fields };
}

/** Where it goes; a target that leads nowhere is refused after the rules have seen the request. */
function destinationOf(line: Line): Pick<HeadFacts, 'path' | 'unforwardable'> {
  const { target, method, httpVersion } = line;
  const origin = target.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/, '').replace(/#.*$/s, '');
  const path = target === '*' || origin === '' ? '/' : origin.startsWith('?') ? `/${origin}` : origin;
  // Its answer has no head: there is none that a client of HTTP/1 could read.
  if (httpVersion === '0.9') return { path, unforwardable: { code: 'http-0.9', status: 0 } };
  if (method === 'CONNECT') return { path: '/', unforwardable: { code: 'connect-method', status: 405 } };
  if (!path.startsWith('/')) return { path: '/', unforwardable: { code: 'bad-target', status: 400 } };
  return { path };
}

function valuesOf(fields: readonly string[], name: string): readonly string[] {
  const values: string[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2)
    if (fields[i]?.toLowerCase() === name) values.push(fields[i + 1] ?? '');
  return values;
}

function without(fields: readonly string[], name: string): readonly string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2)
    if (fields[i]?.toLowerCase() !== name) kept.push(fields[i] ?? '', fields[i + 1] ?? '');
  return kept;
}

function refuse(code: string, status = 400): Checked {
  return { kind: 'refused', fault: { code, status } };
}
