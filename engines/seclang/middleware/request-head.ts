import type { IncomingMessage } from 'node:http';
import type { RequestHead } from '../api.ts';
import { MiddlewareError } from './middleware-error.ts';

/**
 * The head as it was on the wire. Frameworks rewrite `url` where they mount applications, and keep the target that
 * came in `originalUrl`. Throws `MiddlewareError` for HTTP/2, whose heads have another form.
 */
export function requestHead(
  incoming: IncomingMessage & { readonly originalUrl?: string },
  clientAddress: ((incoming: IncomingMessage) => string) | undefined,
): RequestHead {
  if (incoming.httpVersionMajor > 1) {
    throw new MiddlewareError('http2', 'HTTP/2 is not inspected here: let a proxy speak it, or the gateway');
  }
  const { socket, rawHeaders } = incoming;
  const headers: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    headers.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  }
  return {
    method: incoming.method ?? 'GET',
    target: incoming.originalUrl ?? incoming.url ?? '/',
    httpVersion: incoming.httpVersion,
    headers,
    clientAddress: clientAddress?.(incoming) ?? plainAddress(socket.remoteAddress),
    clientPort: socket.remotePort ?? 0,
    serverAddress: plainAddress(socket.localAddress),
    serverPort: socket.localPort ?? 0,
  };
}

/** An IPv4 client of a socket for both families is `::ffff:192.0.2.1` there (RFC 4291 §2.5.5.2). */
function plainAddress(address: string | undefined): string {
  if (address === undefined || !address.startsWith(':')) return address ?? '';
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
