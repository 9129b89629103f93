import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Least wait: a file that is written line by line is read in batches, not line by line. */
const SETTLE_MS = 20;

/**
 * Waits for something to read: told by the system where it can (`fs.watch`), and by the clock in any case, because
 * network file systems and containers do not always tell.
 */
export class Wake {
  readonly #watchers: FSWatcher[] = [];
  #wakeUp: (() => void) | null = null;
  #woken = false;

  constructor(patterns: readonly string[]) {
    for (const folder of new Set(patterns.map(watchedFolder))) {
      try {
        const watcher = watch(folder, { persistent: false }, () => this.now());
        watcher.on('error', () => watcher.close());
        this.#watchers.push(watcher);
      } catch {
        // The folder may come later; until then polling finds it.
      }
    }
  }

  /** Ends the wait at hand, or the next one if there is none. */
  now(): void {
    this.#woken = true;
    this.#wakeUp?.();
  }

  /** Resolves after `pollMs`, or earlier when woken, but not at once. */
  async wait(pollMs: number): Promise<void> {
    await sleep(Math.min(SETTLE_MS, pollMs));
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        this.#wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#woken = false;
    this.#wakeUp = null;
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close();
    this.now();
  }
}

/** The folder of a path, or the deepest one of a glob that has no wildcard in its name. */
function watchedFolder(pattern: string): string {
  const wildcard = pattern.search(/[*?[{]/);
  return dirname(wildcard === -1 ? pattern : pattern.slice(0, wildcard + 1));
}
