import { readFile } from 'node:fs/promises';
import { type EventStoreConfig, openEventStore } from '../adapters/open-store.ts';
import { createRecorder, StoppedRecorder } from '../adapters/recorder/index.ts';
import { absentStore } from '../adapters/store-absent/store-absent.ts';
import type { Config } from '../config/index.ts';
import {
  type Clock,
  type EventStore,
  type Recorder,
  type RecorderStatus,
  StoreError,
} from '../ports/index.ts';
import type { Notices } from './notices.ts';

/** The store, and what feeds it. */
export interface Records {
  readonly store: EventStore;
  readonly recorder: Recorder & { status(): RecorderStatus };
  /** Keeps what waits, then closes the store. */
  close(): Promise<void>;
}

/** Opens the store; where it cannot be opened the shield goes on without counting, and says so. */
export async function openRecords(config: Config, clock: Clock, notices: Notices): Promise<Records> {
  try {
    const store = await openEventStore(await storeConfig(config.store), {
      clock,
      notify: (text) => notices.warn(text),
    });
    await store
      .setRetention(config.retention)
      .catch((error: unknown) => store.close().then(() => Promise.reject(error)));
    const recorder = createRecorder({ store, clock });
    return {
      store,
      recorder,
      async close() {
        await recorder
          .close()
          .catch((error: unknown) => notices.warn(`not everything could be kept: ${String(error)}`));
        await store.close();
      },
    };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    notices.warn(`the store could not be opened, nothing is counted until it is: ${error.message}`);
    const store = absentStore(error);
    return { store, recorder: new StoppedRecorder(error), close: () => store.close() };
  }
}

/** The password is in a file of its own, so that the configuration can be shown to anybody. */
export async function storeConfig(config: Config['store']): Promise<EventStoreConfig> {
  if (config.kind === 'embedded') return config;
  const { url, user, database, passwordFile } = config;
  const password = passwordFile === null ? '' : (await readFile(passwordFile, 'utf8')).trimEnd();
  return { kind: 'clickhouse', url, user, password, database };
}
