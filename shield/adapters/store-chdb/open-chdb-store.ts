import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, type EventStore, StoreError } from '../../ports/index.ts';
import { openSqlEventStore } from '../../record/index.ts';
import { ChdbEngine } from './chdb-engine.ts';

/** Where the embedded store is, and how it deals with faults. */
export interface ChdbStoreOptions {
  /** Folder of the store; made where it does not exist. One shield at a time. */
  readonly path: string;
  /** Wait for the disk itself (default), so that a power cut, too, loses nothing acknowledged. */
  readonly fsync?: boolean;
  /** `refuse` (default): a damaged store does not open. `set-aside`: it is kept under another name and a new one begun. */
  readonly onDamage?: 'refuse' | 'set-aside';
  /** Module that provides the engine; `chdb` unless told. */
  readonly library?: string;
}

/** What the store needs from outside. */
export interface ChdbStoreDeps {
  readonly clock: Clock;
  /** Told what a person must know: a store set aside, a journal that could not be replayed. */
  readonly notify?: (text: string) => void;
}

/** Moves the tables out of the way; the journal stays, because its batches belong into the new tables. */
function setAside(path: string, nowMs: number): string {
  const target = join(path, `engine.damaged-${nowMs}`);
  renameSync(join(path, 'engine'), target);
  return target;
}

/**
 * Opens the embedded store: ClickHouse's engine in a child process, on one folder.
 * Rejects with StoreError `locked`, `damaged`, `disk-full`, `unavailable` (no engine for this machine) or `rejected`
 * (the folder was written by a newer version).
 */
export async function openChdbStore(options: ChdbStoreOptions, deps: ChdbStoreDeps): Promise<EventStore> {
  const notify = deps.notify ?? (() => undefined);
  const { path, fsync = true, library = 'chdb', onDamage = 'refuse' } = options;
  const open = () => openSqlEventStore(new ChdbEngine({ path, fsync, library, notify }), deps.clock);
  try {
    return await open();
  } catch (cause) {
    const damaged = cause instanceof StoreError && cause.code === 'damaged';
    if (!damaged || onDamage === 'refuse' || !existsSync(join(path, 'engine'))) throw cause;
    notify(`the store was damaged and set aside as ${setAside(path, deps.clock.nowMs())}: ${cause.message}`);
    return open();
  }
}
