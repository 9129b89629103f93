import type { IncomingMessage } from 'node:http';
import { type HostName, parseHost } from './host-name.ts';

/** What the gateway needs to know of a sound request head. */
export interface HeadFacts {
  /** Null only for HTTP/1.0 without a Host field. */
  readonly host: HostName | null;
  /** Value of the Host field as it came; empty when there is none. */
  readonly hostField: string;
  /** Target in origin form (RFC 9112 §3.2.1), for the upstream. */
  readonly path: string;
  /** Bytes; 0 when there is no body; null when it is chunked. */
  readonly contentLength: number | null;
  /** The client asks for a WebSocket (RFC 6455 §4.1), the one upgrade that is passed through. */
  readonly upgrade: boolean;
  /** Set by the lenient reader only: rules are asked, and then it is refused, as there is nowhere to send it. */
  readonly unforwardable?: HeadFault;
}

/** Why a head is refused: a stable code and the status of the answer. */
export interface HeadFault {
  readonly code: string;
  readonly status: number;
}

/** What is known of a sound head, or why it is refused. */
export type HeadCheck =
  | { readonly kind: 'sound'; readonly facts: HeadFacts }
  | { readonly kind: 'refused'; readonly fault: HeadFault };

/** Fields that decide where a message ends and whom it is for; collected in one pass. */
interface Framing {
  hosts: number;
  hostField: string;
  lengths: number;
  contentLength: string;
  codings: number;
  transferCoding: string;
}

/**
 * Refuses what llhttp in strict mode lets through and what a server behind could read in another way: RFC 9112 §3.2
 * (target and Host), §6.1 and §6.3 (lengths). Looks at the fields as they came, never at joined or decoded ones.
 */
export function checkHead(request: IncomingMessage, headerCountLimit: number): HeadCheck {
  const { rawHeaders, httpVersion } = request;
  if (rawHeaders.length > headerCountLimit * 2) return refuse('too-many-headers', 431);
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return refuse('bad-version');
  const framing = readFraming(rawHeaders);
  const fault = lengthFault(framing, httpVersion);
  if (fault !== null) return refuse(fault.code, fault.status);
  if (framing.hosts > 1) return refuse('duplicate-host');
  if (framing.hosts === 0 && httpVersion === '1.1') return refuse('missing-host');
  const host = framing.hosts === 0 ? null : parseHost(framing.hostField);
  if (framing.hosts === 1 && host === null) return refuse('bad-host');
  const target = originForm(request.url ?? '', host);
  if (typeof target !== 'string') return refuse(target.code);
  const contentLength = framing.codings > 0 ? null : Number(framing.contentLength);
  return {
    kind: 'sound',
    facts: {
      host,
      hostField: framing.hostField,
      path: target,
      contentLength,
      upgrade: isWebSocketUpgrade(request) && contentLength === 0,
    },
  };
}

/** True for a request that asks for a WebSocket; other upgrades (`h2c`) are ignored, as RFC 9110 §7.8 allows. */
export function isWebSocketUpgrade(request: IncomingMessage): boolean {
  const { upgrade } = request.headers;
  return (
    upgrade !== undefined &&
    request.method === 'GET' &&
    request.httpVersion === '1.1' &&
    upgrade.toLowerCase() === 'websocket' &&
    request.headers['transfer-encoding'] === undefined &&
    (request.headers['content-length'] ?? '0') === '0'
  );
}

function readFraming(rawHeaders: readonly string[]): Framing {
  const framing: Framing = {
    hosts: 0,
    hostField: '',
    lengths: 0,
    contentLength: '0',
    codings: 0,
    transferCoding: '',
  };
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    const value = rawHeaders[i + 1] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') {
      framing.hosts += 1;
      framing.hostField = value;
    } else if (name.length === 14 && name.toLowerCase() === 'content-length') {
      framing.lengths += 1;
      framing.contentLength = value;
    } else if (name.length === 17 && name.toLowerCase() === 'transfer-encoding') {
      framing.codings += 1;
      framing.transferCoding = value;
    }
  }
  return framing;
}

function lengthFault(framing: Framing, httpVersion: string): HeadFault | null {
  if (framing.codings > 0) {
    if (framing.lengths > 0) return { code: 'conflicting-length', status: 400 };
    if (httpVersion === '1.0') return { code: 'coding-in-http-1.0', status: 400 };
    if (framing.codings > 1 || framing.transferCoding.toLowerCase() !== 'chunked') {
      return { code: 'bad-transfer-coding', status: 400 };
    }
    return null;
  }
  if (framing.lengths > 1) return { code: 'conflicting-length', status: 400 };
  if (!/^[0-9]{1,15}$/.test(framing.contentLength)) return { code: 'bad-content-length', status: 400 };
  return null;
}

/** The target in origin form; the absolute form must name the same host as the Host field (RFC 9112 §3.2.2). */
function originForm(target: string, host: HostName | null): string | { readonly code: string } {
  if (target.includes('#')) return { code: 'bad-target' };
  if (target.startsWith('/')) return target;
  const match = /^https?:\/\/([^/?]*)(.*)$/is.exec(target);
  if (match === null) return { code: 'bad-target' };
  const authority = parseHost(match[1] ?? '');
  if (authority === null) return { code: 'bad-target' };
  if (host !== null && (authority.name !== host.name || authority.port !== host.port)) {
    return { code: 'target-host-mismatch' };
  }
  const rest = match[2] ?? '';
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function refuse(code: string, status = 400): HeadCheck {
  return { kind: 'refused', fault: { code, status } };
}
