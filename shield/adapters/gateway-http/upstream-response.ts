import type { ServerResponse } from 'node:http';
import type { HeadFault } from './head-check.ts';

const TIMEOUTS: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Fault code and status of the answer for an error of the upstream's connection (RFC 9110 §15.6.3, §15.6.5). */
export function faultOfUpstream(error: Error): HeadFault {
  const { code = '' } = error as Error & { readonly code?: string };
  if (TIMEOUTS.has(code)) return { code: 'upstream-timeout', status: 504 };
  if (UNREACHABLE.has(code)) return { code: 'upstream-unreachable', status: 502 };
  if (code === 'UND_ERR_INVALID_ARG') return { code: 'not-forwardable', status: 400 };
  return { code: 'upstream-failed', status: 502 };
}

/** Server-sent events: such a response may be silent for as long as it likes. */
export function isEventStream(flat: readonly string[]): boolean {
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const name = flat[i] ?? '';
    if (name.length === 12 && name.toLowerCase() === 'content-type') {
      return flat[i + 1]?.toLowerCase().startsWith('text/event-stream') ?? false;
    }
  }
  return false;
}

/** Passes a 103 on (RFC 8297) with its Link fields; one whose links Node finds invalid is left out, as it is only a hint. */
export function passEarlyHints(response: ServerResponse, flat: readonly string[]): void {
  const link: string[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    if (flat[i]?.toLowerCase() === 'link') link.push(flat[i + 1] ?? '');
  }
  if (link.length === 0) return;
  try {
    response.writeEarlyHints({ link });
  } catch {
    return;
  }
}

/** The head of the 101 that opens a tunnel. */
export function switchingHead(flat: readonly string[]): Buffer {
  let text = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';
  for (let i = 0; i + 1 < flat.length; i += 2) text += `${flat[i]}: ${flat[i + 1]}\r\n`;
  return Buffer.from(`${text}\r\n`, 'latin1');
}
