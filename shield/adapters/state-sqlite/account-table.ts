import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Account, Session } from '../../ports/index.ts';

/** Accounts of the console and their open sessions. */
export class AccountTable {
  readonly #account: StatementSync;
  readonly #count: StatementSync;
  readonly #saveAccount: StatementSync;
  readonly #session: StatementSync;
  readonly #saveSession: StatementSync;
  readonly #deleteSession: StatementSync;
  readonly #deleteExpired: StatementSync;

  constructor(database: DatabaseSync) {
    this.#account = database.prepare('SELECT * FROM accounts WHERE name = ?');
    this.#count = database.prepare('SELECT count(*) AS accounts FROM accounts');
    this.#saveAccount = database.prepare(
      'INSERT OR REPLACE INTO accounts (name, password_hash, created_ms) VALUES (?, ?, ?)',
    );
    this.#session = database.prepare('SELECT * FROM sessions WHERE token_hash = ?');
    this.#saveSession = database.prepare(
      'INSERT OR REPLACE INTO sessions (token_hash, account, created_ms, expires_ms) VALUES (?, ?, ?, ?)',
    );
    this.#deleteSession = database.prepare('DELETE FROM sessions WHERE token_hash = ?');
    this.#deleteExpired = database.prepare('DELETE FROM sessions WHERE expires_ms <= ?');
  }

  account(name: string): Account | null {
    const row = this.#account.get(name);
    if (row === undefined) return null;
    return {
      name: String(row.name),
      passwordHash: String(row.password_hash),
      createdMs: Number(row.created_ms),
    };
  }

  count(): number {
    return Number(this.#count.get()?.accounts ?? 0);
  }

  saveAccount({ name, passwordHash, createdMs }: Account): void {
    this.#saveAccount.run(name, passwordHash, Math.trunc(createdMs));
  }

  session(tokenHash: string): Session | null {
    const row = this.#session.get(tokenHash);
    if (row === undefined) return null;
    return {
      tokenHash: String(row.token_hash),
      account: String(row.account),
      createdMs: Number(row.created_ms),
      expiresMs: Number(row.expires_ms),
    };
  }

  saveSession({ tokenHash, account, createdMs, expiresMs }: Session): void {
    this.#saveSession.run(tokenHash, account, Math.trunc(createdMs), Math.trunc(expiresMs));
  }

  deleteSession(tokenHash: string): void {
    this.#deleteSession.run(tokenHash);
  }

  deleteExpired(nowMs: number): void {
    this.#deleteExpired.run(Math.trunc(nowMs));
  }
}
