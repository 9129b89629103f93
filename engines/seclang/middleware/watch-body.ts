import { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { MiddlewareError } from './middleware-error.ts';

/** `whole`: to its end; `cut`: as much as was wanted; `left`: the client went away. */
export type BodyReading = 'whole' | 'cut' | 'left';

/** Requests whose bodies were taken and put back here, and so may be looked at again. */
const restored = new WeakSet<IncomingMessage>();

/** Whether a body comes with the head (RFC 9112 §6.3). */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Shows the body to `take` while it comes, until that returns false, and leaves all of it in the stream for the
 * application. Rejects with `MiddlewareError` when somebody has already read it.
 *
 * Chunks are watched on their way into the stream, because reading and putting back has a gap: a body without bytes
 * would end before the application listens, and Node would no longer throw away what nobody reads.
 */
export async function watchBody(
  incoming: IncomingMessage,
  take: (chunk: Uint8Array) => boolean,
): Promise<BodyReading> {
  if (incoming.readableDidRead && !restored.has(incoming)) {
    throw new MiddlewareError(
      'body-already-read',
      'the body was read before it could be inspected: put the inspection before body parsers and upload handlers',
    );
  }
  if (!takeBuffered(incoming, take)) return 'cut';
  if (incoming.complete) return 'whole';
  return watchPushes(incoming, take);
}

/** What came before the inspection began. False when no more is wanted. */
function takeBuffered(incoming: IncomingMessage, take: (chunk: Uint8Array) => boolean): boolean {
  if (incoming.readableLength === 0) return true;
  const buffered: Buffer | null = incoming.read();
  if (buffered === null) return true;
  restored.add(incoming);
  incoming.unshift(buffered);
  return take(buffered);
}

function watchPushes(incoming: IncomingMessage, take: (chunk: Uint8Array) => boolean): Promise<BodyReading> {
  return new Promise((resolve) => {
    const push = incoming.push.bind(incoming);
    const finish = (reading: BodyReading) => {
      Reflect.deleteProperty(incoming, 'push');
      incoming.off('close', onClose);
      resolve(reading);
    };
    const onClose = () => finish('left');
    incoming.push = (chunk: Buffer | string | null, encoding?: BufferEncoding) => {
      const more = push(chunk, encoding);
      if (chunk === null) finish('whole');
      else if (!take(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)) finish('cut');
      // While the inspection wants more, a full buffer must not stop the connection: nobody reads it yet.
      else return true;
      return more;
    };
    incoming.on('close', onClose);
    if (incoming.destroyed) finish('left');
    // A request that was made up for a test, and comes from no connection, gives its body when it is asked for.
    else if (!(incoming instanceof IncomingMessage)) (incoming as Readable).read(0);
  });
}
