import type { IncomingMessage } from 'node:http';

const BODY_LIMIT_BYTES = 5 * 1024 * 1024;

/** The body of a request is larger than the portal takes. */
export class BodyTooLarge extends Error {}

/** The whole body; throws {@link BodyTooLarge} past 5 MiB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `application/x-www-form-urlencoded` as names and last values. */
export function fieldsOfForm(body: Buffer): { readonly [name: string]: string | undefined } {
  return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
}
