import { createRequire } from 'node:module';
import type { Session } from 'chdb';
import { StoreError } from '../../ports/index.ts';

/** The part of npm `chdb` that the store uses. */
export interface ChdbLibrary {
  readonly Session: typeof Session;
}

/**
 * Loads the engine. Throws StoreError `unavailable` where it does not exist (Windows) or is not installed.
 * Done on demand and not by an import, so that a machine without it can run everything else.
 */
export function loadChdb(library: string): ChdbLibrary {
  try {
    return createRequire(import.meta.url)(library) as ChdbLibrary;
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new StoreError(
      'unavailable',
      `the embedded store does not run on ${process.platform}-${process.arch} (${reason}). ` +
        'It exists for Linux with glibc and for macOS; elsewhere set store.kind: clickhouse.',
      { cause },
    );
  }
}
