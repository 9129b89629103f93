import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IntakeReader } from './intake-reader.ts';

/** Lets a server of `node:http` (or one built on it) hand a request to the intake; routing is the caller's. */
export async function answerIntake(
  intake: IntakeReader,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, body } = await intake.receive({
    method: request.method ?? '',
    authorization: request.headers.authorization ?? null,
    contentEncoding: request.headers['content-encoding'] ?? null,
    contentLength: request.headers['content-length'] ?? null,
    body: request,
  });
  if (response.destroyed) return;
  // A body that was not read to its end would be taken for the next request on this connection.
  if (!request.complete) response.setHeader('connection', 'close');
  response.writeHead(status, headers).end(body);
}
