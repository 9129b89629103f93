import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the peers of the project stand, beside the checkout. */
export const PEERS = join(import.meta.dirname, '../../../shared/peers');

/** A request as the peers send it. */
export interface WafRequest {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** The four requests that all engines are measured with; throws where they are not beside the checkout. */
export function readRequests(): readonly WafRequest[] {
  return JSON.parse(readFileSync(join(PEERS, 'requests.json'), 'utf8'));
}

/** Header fields as they go over the wire: the load generator adds the length of a body, and nothing else. */
export function wireHeaders({ headers, body }: WafRequest): WafRequest['headers'] {
  return body === '' ? headers : [...headers, ['Content-Length', String(Buffer.byteLength(body))]];
}

/** The bytes of a request as they go over the wire. */
export function wireBytes(request: WafRequest): Buffer {
  const fields = wireHeaders(request).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${request.method} ${request.path} HTTP/1.1\r\n${fields.join('')}\r\n${request.body}`);
}
