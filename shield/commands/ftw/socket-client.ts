import net from 'node:net';
import { type ReadResponse, readResponse } from './response-reader.ts';

/** The answer to bytes that were sent, or why there is none. */
export type Answered =
  | { readonly kind: 'answer'; readonly response: ReadResponse }
  | { readonly kind: 'error'; readonly error: string };

/** Sends bytes as they are over a fresh connection, and reads one answer; the connection is closed then. */
export function sendBytes(
  port: number,
  bytes: Buffer,
  options: { readonly method: string; readonly timeoutMs: number },
): Promise<Answered> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    const chunks: Buffer[] = [];
    const settle = (answered: Answered) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answered);
    };
    const timer = setTimeout(() => settle({ kind: 'error', error: 'no answer in time' }), options.timeoutMs);
    const read = (closed: boolean) => {
      const response = readResponse(Buffer.concat(chunks), { method: options.method, closed });
      if (response !== null) settle({ kind: 'answer', response });
      return response !== null;
    };
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      read(false);
    });
    // A reset is followed by 'close'.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (!read(true)) settle({ kind: 'error', error: 'closed without an answer' });
    });
    socket.write(bytes);
  });
}
