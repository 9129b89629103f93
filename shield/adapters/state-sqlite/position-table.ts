import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SourcePosition } from '../../ports/index.ts';

/** Files that are remembered of one source; of more, those that were read longest ago are forgotten. */
const POSITIONS_LIMIT = 10_000;

/**
 * Where log files were read up to. A file is known by its device and inode, so that after a rotation its new name
 * replaces the old one instead of standing beside it.
 */
export class PositionTable {
  readonly #database: DatabaseSync;
  readonly #save: StatementSync;
  readonly #forget: StatementSync;
  readonly #ofSource: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#save = database.prepare(
      `INSERT INTO positions (source, path, file_id, offset_bytes, head_hash, head_bytes, written)
        VALUES (?, ?, ?, ?, ?, ?, (SELECT coalesce(max(written), 0) + 1 FROM positions))
        ON CONFLICT (source, file_id) DO UPDATE SET path = excluded.path, offset_bytes = excluded.offset_bytes,
          head_hash = excluded.head_hash, head_bytes = excluded.head_bytes, written = excluded.written`,
    );
    this.#forget = database.prepare(
      `DELETE FROM positions WHERE source = ?1 AND written <=
        (SELECT written FROM positions WHERE source = ?1 ORDER BY written DESC LIMIT 1 OFFSET ${POSITIONS_LIMIT})`,
    );
    this.#ofSource = database.prepare('SELECT * FROM positions WHERE source = ? ORDER BY written DESC');
  }

  /** All of them, or none. */
  save(positions: readonly SourcePosition[]): void {
    if (positions.length === 0) return;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const { source, path, fileId, offsetBytes, headHash, headBytes } of positions) {
        this.#save.run(source, path, fileId, offsetBytes, headHash, headBytes);
      }
      for (const source of new Set(positions.map((position) => position.source))) this.#forget.run(source);
      this.#database.exec('COMMIT');
    } catch (cause) {
      this.#database.exec('ROLLBACK');
      throw cause;
    }
  }

  /** Latest first. */
  ofSource(source: string): readonly SourcePosition[] {
    return this.#ofSource.all(source).map((row) => ({
      source: String(row.source),
      path: String(row.path),
      fileId: String(row.file_id),
      offsetBytes: Number(row.offset_bytes),
      headHash: String(row.head_hash),
      headBytes: Number(row.head_bytes),
    }));
  }
}
