import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AuditNote } from '../../ports/index.ts';

/** Who changed what. Notes are added and never changed. */
export class AuditTable {
  readonly #add: StatementSync;
  readonly #latest: StatementSync;

  constructor(database: DatabaseSync) {
    this.#add = database.prepare(
      'INSERT INTO audit_notes (time_ms, account, action, detail) VALUES (?, ?, ?, ?)',
    );
    this.#latest = database.prepare('SELECT * FROM audit_notes ORDER BY number DESC LIMIT ?');
  }

  add({ timeMs, account, action, detail }: AuditNote): void {
    this.#add.run(Math.trunc(timeMs), account, action, detail);
  }

  latest(limit: number): readonly AuditNote[] {
    return this.#latest.all(Math.max(0, Math.trunc(limit))).map((row) => ({
      timeMs: Number(row.time_ms),
      account: String(row.account),
      action: String(row.action),
      detail: String(row.detail),
    }));
  }
}
