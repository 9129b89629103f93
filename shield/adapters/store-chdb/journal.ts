import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { StoreError } from '../../ports/index.ts';
import { encodeFrame, type JournalScan, scanFrames } from './journal-frame.ts';

/**
 * The write-ahead journal of one store: a batch is in it, on disk, before its first row goes to a table, and leaves it
 * when the last row has. Six tables are not one transaction; the journal makes a batch whole again after a crash.
 * Calls are synchronous: it lives in the engine process, which has nothing better to do meanwhile.
 */
export class Journal {
  readonly #path: string;
  readonly #fsync: boolean;
  #file: number;
  #size: number;

  constructor(path: string, fsync: boolean) {
    this.#path = path;
    this.#fsync = fsync;
    this.#file = openSync(path, 'a+', 0o600);
    this.#size = readFileSync(path).length;
  }

  isEmpty(): boolean {
    return this.#size === 0;
  }

  scan(): JournalScan {
    return scanFrames(readFileSync(this.#path));
  }

  /** Throws StoreError `disk-full`, and then the journal is as it was before. */
  append(payload: Uint8Array): void {
    const frame = encodeFrame(payload);
    try {
      let written = 0;
      while (written < frame.length) written += writeSync(this.#file, frame, written);
      if (this.#fsync) fsyncSync(this.#file);
      this.#size += frame.length;
    } catch (cause) {
      ftruncateSync(this.#file, this.#size);
      throw journalError(this.#path, cause);
    }
  }

  /** Forgets every frame. If a crash undoes it the frames are replayed once more, which is harmless. */
  clear(): void {
    ftruncateSync(this.#file, 0);
    this.#size = 0;
  }

  /** Moves the journal to `target` for a person to look at, and starts an empty one. */
  setAside(target: string): void {
    closeSync(this.#file);
    renameSync(this.#path, target);
    this.#file = openSync(this.#path, 'a+', 0o600);
    this.#size = 0;
  }

  close(): void {
    closeSync(this.#file);
  }
}

function journalError(path: string, cause: unknown): StoreError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StoreError('disk-full', `The disk of ${path} is full: free space, or shorten the retention.`, {
      cause,
    });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreError('unavailable', `${path} cannot be written: ${reason}`, { cause });
}
