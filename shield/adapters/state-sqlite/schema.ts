/** Steps of the schema, in order; the database's `user_version` says how many it has taken. Released steps never change. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE decisions (
    id TEXT PRIMARY KEY,
    scope_kind TEXT NOT NULL,
    scope_value TEXT NOT NULL,
    action TEXT NOT NULL,
    service TEXT,
    reason TEXT NOT NULL,
    owner TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    attempt_id TEXT,
    revoked_ms INTEGER,
    simulated INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX decisions_by_expiry ON decisions (expires_ms);
  CREATE INDEX decisions_by_creation ON decisions (created_ms);
  CREATE TABLE positions (
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    file_id TEXT NOT NULL,
    offset_bytes INTEGER NOT NULL,
    head_hash TEXT NOT NULL,
    head_bytes INTEGER NOT NULL,
    written INTEGER NOT NULL,
    PRIMARY KEY (source, file_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX positions_by_writing ON positions (source, written);
  CREATE INDEX positions_by_last ON positions (written);
  CREATE TABLE accounts (
    name TEXT PRIMARY KEY,
    password_hash TEXT NOT NULL,
    created_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sessions_by_expiry ON sessions (expires_ms);
  CREATE TABLE audit_notes (
    number INTEGER PRIMARY KEY,
    time_ms INTEGER NOT NULL,
    account TEXT NOT NULL,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
  ) STRICT;`,
];
