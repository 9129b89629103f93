/** The engine process: started by `EngineProcess` with a socket as file descriptor 3, and not by a person. */
import { Socket } from 'node:net';
import { StoreError } from '../../ports/index.ts';
import { EngineHost } from './engine-host.ts';
import { MessageChannel } from './message-channel.ts';
import type { EngineReply, EngineRequest } from './messages.ts';

const host = new EngineHost();
const socket = new Socket({ fd: 3, readable: true, writable: true });

const channel = new MessageChannel<EngineReply, EngineRequest>(socket, ({ id, message, body }) => {
  host.answer(message, body).then(
    (answer) => channel.send(id, answer.reply, answer.body),
    (error: unknown) => channel.send(id, failure(error)),
  );
});

function failure(error: unknown): EngineReply {
  if (error instanceof StoreError) return { kind: 'failed', code: error.code, message: error.message };
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', code: 'unavailable', message: `the engine process failed: ${reason}` };
}

// Ctrl-C reaches the whole group of processes. The shield decides when the store closes, and says so on the socket.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
/**
 * The shield is gone: what it was told is durable, and the rest is not ours to finish. A process that is killed lets go
 * of the folder at once; one that winds down in order may still hold it when the next shield starts.
 */
function end(): void {
  process.kill(process.pid, 'SIGKILL');
}
socket.on('end', end);
socket.on('close', end);
socket.on('error', end);
