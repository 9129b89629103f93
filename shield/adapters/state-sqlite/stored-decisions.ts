import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { Decision, DecisionScope } from '../../model/index.ts';

type SqlRow = Record<string, SQLOutputValue>;

function nullableText(value: SQLOutputValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function readDecision(row: SqlRow): Decision {
  return {
    id: String(row.id),
    scope: { kind: String(row.scope_kind) as DecisionScope['kind'], value: String(row.scope_value) },
    action: String(row.action) as Decision['action'],
    service: nullableText(row.service),
    reason: String(row.reason),
    owner: String(row.owner),
    createdMs: Number(row.created_ms),
    expiresMs: Number(row.expires_ms),
    attemptId: nullableText(row.attempt_id),
    revokedMs: row.revoked_ms === null ? null : Number(row.revoked_ms),
    simulated: row.simulated === 1,
  };
}

/** Decisions as the state keeps them. */
export class StoredDecisions {
  readonly #save: StatementSync;
  readonly #revoke: StatementSync;
  readonly #active: StatementSync;
  readonly #latest: StatementSync;
  readonly #byId: StatementSync;

  constructor(database: DatabaseSync) {
    this.#save = database.prepare(
      `INSERT OR REPLACE INTO decisions (id, scope_kind, scope_value, action, service, reason, owner, created_ms,
        expires_ms, attempt_id, revoked_ms, simulated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    // A second revocation keeps the time of the first.
    this.#revoke = database.prepare(
      'UPDATE decisions SET revoked_ms = coalesce(revoked_ms, ?) WHERE id = ? RETURNING *',
    );
    this.#active = database.prepare(
      'SELECT * FROM decisions WHERE expires_ms > ? AND revoked_ms IS NULL ORDER BY created_ms, id',
    );
    this.#byId = database.prepare('SELECT * FROM decisions WHERE id = ?');
    this.#latest = database.prepare('SELECT * FROM decisions ORDER BY created_ms DESC, id DESC LIMIT ?');
  }

  save(decision: Decision): void {
    this.#save.run(
      decision.id,
      decision.scope.kind,
      decision.scope.value,
      decision.action,
      decision.service,
      decision.reason,
      decision.owner,
      Math.trunc(decision.createdMs),
      Math.trunc(decision.expiresMs),
      decision.attemptId,
      decision.revokedMs === null ? null : Math.trunc(decision.revokedMs),
      decision.simulated ? 1 : 0,
    );
  }

  revoke(id: string, atMs: number): Decision | null {
    const row = this.#revoke.get(Math.trunc(atMs), id);
    return row === undefined ? null : readDecision(row);
  }

  active(nowMs: number): readonly Decision[] {
    return this.#active.all(Math.trunc(nowMs)).map(readDecision);
  }

  byId(id: string): Decision | null {
    const row = this.#byId.get(id);
    return row === undefined ? null : readDecision(row);
  }

  latest(limit: number): readonly Decision[] {
    return this.#latest.all(Math.max(0, Math.trunc(limit))).map(readDecision);
  }
}
