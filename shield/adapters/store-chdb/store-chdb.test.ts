import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEventStore } from '../store-contract/event-store.ts';
import { openChdbStore } from './index.ts';

describeEventStore({
  name: 'the embedded store',
  ...(process.platform === 'win32' ? { skip: 'the engine has no build for Windows' } : {}),
  async open() {
    const path = await mkdtemp(join(tmpdir(), 'dejfa-chdb-'));
    let nowMs = 0;
    const clock = { nowMs: () => nowMs };
    let store = await openChdbStore({ path }, { clock });
    return {
      store,
      setNowMs: (ms) => {
        nowMs = ms;
      },
      async reopen() {
        await store.close();
        store = await openChdbStore({ path }, { clock });
        return store;
      },
      async remove() {
        await store.close();
        await rm(path, { recursive: true, force: true });
      },
    };
  },
});
