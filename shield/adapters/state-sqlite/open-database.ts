import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../../ports/index.ts';
import { MIGRATIONS } from './schema.ts';
import { stateError } from './sqlite-error.ts';

/** A program that writes at the same time (`dejfa decisions add`) is waited for this long. */
const BUSY_PATIENCE_MS = 5_000;

function checkIntegrity(database: DatabaseSync, path: string): void {
  const row = database.prepare('PRAGMA integrity_check(1)').get();
  const finding = String(row?.integrity_check ?? 'no answer');
  if (finding !== 'ok') {
    throw stateError(path, Object.assign(new Error(finding), { errcode: 11 }));
  }
}

/** All missing steps are one transaction: a crash leaves the schema before or after, and two programs do not mix. */
export function migrateState(database: DatabaseSync, path: string, migrations = MIGRATIONS): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
    if (version > migrations.length) throw newerSchema(path, version, migrations.length);
    for (const sql of migrations.slice(version)) database.exec(sql);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (cause) {
    database.exec('ROLLBACK');
    throw cause;
  }
}

function newerSchema(path: string, version: number, known: number): StoreError {
  return new StoreError(
    'rejected',
    `the state in ${path} has schema ${version}; this version of Dejfa knows schemas up to ${known}. ` +
      'Start the newer version that wrote it, or choose another path.',
  );
}

/**
 * Opens the state's database: write-ahead log, every commit on the disk before the call returns, checked for damage,
 * schema brought up to date. Throws StoreError.
 */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | null = null;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    database = new DatabaseSync(path, { timeout: BUSY_PATIENCE_MS });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;');
    checkIntegrity(database, path);
    migrateState(database, path);
    return database;
  } catch (cause) {
    database?.close();
    throw stateError(path, cause);
  }
}
