import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EventStore } from '../../ports/index.ts';
import { type ChdbStoreOptions, openChdbStore } from './index.ts';

export const TEST_CLOCK = { nowMs: () => 1_790_000_000_000 };

/** A folder that goes when the test ends. */
export function testFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'dejfa-chdb-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A store that is closed when the test ends. */
export async function testStore(
  options: ChdbStoreOptions,
  notify?: (text: string) => void,
): Promise<EventStore> {
  const store = await openChdbStore(options, {
    clock: TEST_CLOCK,
    ...(notify === undefined ? {} : { notify }),
  });
  onTestFinished(() => store.close());
  return store;
}
