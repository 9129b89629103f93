import { StoreError } from '../ports/index.ts';
import type { Migration } from './schema.ts';

/**
 * The steps that a database at `version` (0: empty) has still to take, in order.
 * Throws StoreError `rejected` when the database is newer than this program: it is never taken backwards.
 */
export function pendingMigrations(version: number, migrations: readonly Migration[]): readonly Migration[] {
  const newest = migrations.at(-1)?.version ?? 0;
  if (version > newest) {
    throw new StoreError(
      'rejected',
      `the store has schema ${version}; this version of Dejfa knows schemas up to ${newest}. ` +
        'Start the newer version that wrote it, or choose another store path.',
    );
  }
  return migrations.filter((migration) => migration.version > version);
}
