import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from 'chdb';
import { StoreError } from '../../ports/index.ts';
import { engineError, type Parameters, type TablePart } from '../../record/index.ts';
import { loadChdb } from './chdb-library.ts';

const READERS = 2;
const DATABASE = 'dejfa';

/** Longest time and most memory that one question may take, so that none starves the others. */
const READER_LIMITS = 'SET max_execution_time = 60, max_memory_usage = 2147483648';

/**
 * `fsync`: parts reach the platter before an insert returns, so that a power cut takes nothing either.
 * Caches and pools are small: the store runs beside a gateway, not on a machine of its own.
 */
function engineConfig(fsync: boolean): string {
  const flag = fsync ? 1 : 0;
  return `<clickhouse>
  <merge_tree>
    <fsync_after_insert>${flag}</fsync_after_insert>
    <fsync_part_directory>${flag}</fsync_part_directory>
  </merge_tree>
  <background_pool_size>2</background_pool_size>
  <mark_cache_size>67108864</mark_cache_size>
</clickhouse>
`;
}

function asStoreError(cause: unknown): StoreError {
  return cause instanceof StoreError
    ? cause
    : engineError(cause instanceof Error ? cause.message : String(cause), cause);
}

/** One data folder open in the engine: a session that writes, and some that read beside it. */
export class ChdbSession {
  readonly #writer: Session;
  readonly #readers: readonly Session[];
  #turn = 0;

  constructor(folder: string, options: { readonly fsync: boolean; readonly library: string }) {
    const chdb = loadChdb(options.library);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const config = join(folder, 'dejfa-engine.xml');
    writeFileSync(config, engineConfig(options.fsync));
    const open = () => new chdb.Session(folder, { connectionArgs: [`--config-file=${config}`] });
    try {
      this.#writer = open();
      this.#readers = Array.from({ length: READERS }, open);
      this.#writer.query(`CREATE DATABASE IF NOT EXISTS ${DATABASE}`);
      for (const session of [this.#writer, ...this.#readers]) session.query(`USE ${DATABASE}`);
      for (const session of this.#readers) session.query(READER_LIMITS);
    } catch (cause) {
      throw asStoreError(cause);
    }
  }

  /** Rows as JSON lines. */
  async select(sql: string, params: Parameters): Promise<Uint8Array> {
    this.#turn = (this.#turn + 1) % READERS;
    const reader = this.#readers[this.#turn] ?? this.#writer;
    try {
      const result = await reader.queryBindAsync(sql, params, { format: 'JSONEachRow' });
      return result.bytes();
    } catch (cause) {
      throw asStoreError(cause);
    }
  }

  async command(sql: string, params: Parameters): Promise<void> {
    try {
      await this.#writer.queryBindAsync(sql, params);
    } catch (cause) {
      throw asStoreError(cause);
    }
  }

  async insert(part: TablePart): Promise<void> {
    try {
      await this.#writer.insert({
        table: part.table,
        format: 'JSONEachRow',
        values: part.body,
        settings: { input_format_skip_unknown_fields: 1 },
      });
    } catch (cause) {
      throw asStoreError(cause);
    }
  }

  close(): void {
    for (const session of [...this.#readers, this.#writer]) session.close();
  }
}
