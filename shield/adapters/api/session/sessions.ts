import { createHash } from 'node:crypto';
import type { Clock, Session, StateStore } from '../../../ports/index.ts';
import type { RandomBytes } from '../deps.ts';

/** Name of the cookie that carries the token. */
export const SESSION_COOKIE = 'dejfa_session';
/** How long a sign-in holds. */
export const SESSION_MS = 12 * 60 * 60_000;

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Who is signed in. The cookie holds 256 random bits; the state holds their SHA-256, which opens nothing. */
export class Sessions {
  readonly #state: StateStore;
  readonly #random: RandomBytes;
  readonly #clock: Clock;

  constructor(state: StateStore, random: RandomBytes, clock: Clock) {
    this.#state = state;
    this.#random = random;
    this.#clock = clock;
  }

  /** Returns the token for the cookie. */
  open(account: string): { readonly token: string; readonly session: Session } {
    const nowMs = this.#clock.nowMs();
    const token = Buffer.from(this.#random(32)).toString('base64url');
    const session = {
      tokenHash: hashOf(token),
      account,
      createdMs: nowMs,
      expiresMs: nowMs + SESSION_MS,
    };
    this.#state.deleteExpiredSessions(nowMs);
    this.#state.saveSession(session);
    return { token, session };
  }

  /** Null when the token is malformed, unknown or expired. */
  find(token: string | undefined): Session | null {
    if (token === undefined || !TOKEN.test(token)) return null;
    return this.byHash(hashOf(token));
  }

  /** Null when the session was ended or has expired. */
  byHash(tokenHash: string): Session | null {
    const session = this.#state.session(tokenHash);
    return session !== null && session.expiresMs > this.#clock.nowMs() ? session : null;
  }

  end(session: Session): void {
    this.#state.deleteSession(session.tokenHash);
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
