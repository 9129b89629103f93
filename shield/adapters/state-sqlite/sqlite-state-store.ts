import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Decision } from '../../model/index.ts';
import {
  type Account,
  type AuditNote,
  type Session,
  type SourcePosition,
  type StateStore,
  StoreError,
} from '../../ports/index.ts';
import { AccountTable } from './account-table.ts';
import { AuditTable } from './audit-table.ts';
import { openDatabase } from './open-database.ts';
import { PositionTable } from './position-table.ts';
import { stateError } from './sqlite-error.ts';
import { StoredDecisions } from './stored-decisions.ts';

class SqliteStateStore implements StateStore {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #decisions: StoredDecisions;
  readonly #positions: PositionTable;
  readonly #accounts: AccountTable;
  readonly #audit: AuditTable;
  readonly #dataVersion: StatementSync;

  constructor(path: string) {
    this.#path = path;
    this.#database = openDatabase(path);
    this.#decisions = new StoredDecisions(this.#database);
    this.#positions = new PositionTable(this.#database);
    this.#accounts = new AccountTable(this.#database);
    this.#audit = new AuditTable(this.#database);
    this.#dataVersion = this.#database.prepare('PRAGMA data_version');
  }

  saveDecision(decision: Decision): void {
    this.#do(() => this.#decisions.save(decision));
  }

  revokeDecision(id: string, atMs: number): Decision | null {
    return this.#do(() => this.#decisions.revoke(id, atMs));
  }

  activeDecisions(nowMs: number): readonly Decision[] {
    return this.#do(() => this.#decisions.active(nowMs));
  }

  decisions(limit: number): readonly Decision[] {
    return this.#do(() => this.#decisions.latest(limit));
  }

  decision(id: string): Decision | null {
    return this.#do(() => this.#decisions.byId(id));
  }

  positions(source: string): readonly SourcePosition[] {
    return this.#do(() => this.#positions.ofSource(source));
  }

  savePositions(positions: readonly SourcePosition[]): void {
    this.#do(() => this.#positions.save(positions));
  }

  account(name: string): Account | null {
    return this.#do(() => this.#accounts.account(name));
  }

  accountCount(): number {
    return this.#do(() => this.#accounts.count());
  }

  saveAccount(account: Account): void {
    this.#do(() => this.#accounts.saveAccount(account));
  }

  saveSession(session: Session): void {
    this.#do(() => this.#accounts.saveSession(session));
  }

  session(tokenHash: string): Session | null {
    return this.#do(() => this.#accounts.session(tokenHash));
  }

  deleteSession(tokenHash: string): void {
    this.#do(() => this.#accounts.deleteSession(tokenHash));
  }

  deleteExpiredSessions(nowMs: number): void {
    this.#do(() => this.#accounts.deleteExpired(nowMs));
  }

  audit(note: AuditNote): void {
    this.#do(() => this.#audit.add(note));
  }

  auditNotes(limit: number): readonly AuditNote[] {
    return this.#do(() => this.#audit.latest(limit));
  }

  /** `PRAGMA data_version`: stays as it is for what this connection writes itself. */
  foreignChanges(): number {
    return this.#do(() => Number(this.#dataVersion.get()?.data_version ?? 0));
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #do<T>(work: () => T): T {
    if (!this.#database.isOpen) {
      throw new StoreError('closed', 'the state store was closed; open it again to use it.');
    }
    try {
      return work();
    } catch (cause) {
      throw stateError(this.#path, cause);
    }
  }
}

/**
 * Opens (or makes) the state in `folder`/state.sqlite. Every write is on the disk when its call returns.
 * Throws StoreError `damaged`, `locked`, `disk-full`, `rejected` (written by a newer version) or `unavailable`.
 */
export function openStateStore(folder: string): StateStore {
  return new SqliteStateStore(join(folder, 'state.sqlite'));
}
