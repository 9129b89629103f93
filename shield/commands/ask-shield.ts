import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Config } from '../config/index.ts';
import type { CommandContext } from './context.ts';
import { withState } from './decision-state.ts';
import { UserError } from './user-error.ts';

/** What the running shield answered. */
export interface ShieldAnswer {
  readonly status: number;
  /** Parsed JSON. */
  readonly body: unknown;
}

/** Long enough for one question, also on a slow machine. */
const SESSION_MS = 60_000;
const TIMEOUT_MS = 30_000;

/**
 * Asks the API of the shield that runs with this configuration. Whoever may write its state may ask as a person does:
 * a session is opened there for this one question, and closed. Throws `UserError` when nobody answers.
 */
export async function askShield(
  context: CommandContext,
  config: Config,
  path: string,
): Promise<ShieldAnswer> {
  const token = randomBytes(32).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const createdMs = context.clock.nowMs();
  const session = { tokenHash, account: context.user, createdMs, expiresMs: createdMs + SESSION_MS };
  const { path: folder } = config.store;
  await withState(folder, { create: false }, (state) => state.saveSession(session));
  try {
    const answer = await request(config.listen.console, path, `dejfa_session=${token}`);
    if (answer.status === 200 || answer.status === 404) return answer;
    throw new Error(`it answered with ${answer.status}`);
  } catch (cause) {
    const { address, port } = config.listen.console;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(
      `the store is held by a running shield, which does not answer at ${address}:${port}: ${reason}`,
      'name the configuration that it runs with by --config',
      { cause },
    );
  } finally {
    await withState(folder, { create: false }, (state) => state.deleteSession(tokenHash));
  }
}

async function request(
  { address, port, tls }: Config['listen']['console'],
  path: string,
  cookie: string,
): Promise<ShieldAnswer> {
  const options = {
    host: address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address,
    port,
    path: `/api/v1${path}`,
    headers: { cookie, host: `localhost:${port}` },
    timeout: TIMEOUT_MS,
  };
  if (tls === null) {
    const { get } = await import('node:http');
    return answerOf((onAnswer) => get(options, onAnswer));
  }
  const { get } = await import('node:https');
  // The certificate is the one that the configuration names, whatever host name it is for.
  const ca = await readFile(tls.certificate);
  return answerOf((onAnswer) =>
    get({ ...options, ca, allowPartialTrustChain: true, checkServerIdentity: () => undefined }, onAnswer),
  );
}

function answerOf(
  ask: (onAnswer: (answer: IncomingMessage) => void) => {
    once(event: 'error', listener: (error: Error) => void): unknown;
    once(event: 'timeout', listener: () => void): unknown;
    destroy(error: Error): unknown;
  },
): Promise<ShieldAnswer> {
  return new Promise((resolve, reject) => {
    const asked = ask((answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () => {
        try {
          const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
          resolve({ status: answer.statusCode ?? 0, body });
        } catch (cause) {
          reject(new Error('it is no shield', { cause }));
        }
      });
    });
    asked.once('error', reject);
    asked.once('timeout', () => asked.destroy(new Error('it takes too long')));
  });
}
