import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StateStore } from '../ports/index.ts';
import { StoreError } from '../ports/index.ts';
import { UserError } from './user-error.ts';

/**
 * Runs `work` on the state of the shield, the one that a running shield has open too: it notices what is written.
 * With `create` false and no state yet, `work` is not run and null comes back.
 */
export async function withState<T>(
  folder: string,
  options: { readonly create: boolean },
  work: (state: StateStore) => T,
): Promise<T | null> {
  if (!options.create && !existsSync(join(folder, 'state.sqlite'))) return null;
  const { openStateStore } = await import('../adapters/state-sqlite/index.ts');
  try {
    const state = openStateStore(folder);
    try {
      return work(state);
    } finally {
      state.close();
    }
  } catch (cause) {
    if (cause instanceof StoreError) throw new UserError(cause.message, '', { cause });
    throw cause;
  }
}
