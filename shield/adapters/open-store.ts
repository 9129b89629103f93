import type { Clock, EventStore } from '../ports/index.ts';
import { openChdbStore } from './store-chdb/index.ts';
import { openClickHouseStore } from './store-clickhouse/index.ts';

/** Which store keeps the events, and where it is. */
export type EventStoreConfig =
  | {
      readonly kind: 'embedded';
      /** Folder of the store; its tables are in `engine`, its journal in `journal`. */
      readonly path: string;
      readonly fsync?: boolean;
      readonly onDamage?: 'refuse' | 'set-aside';
    }
  | {
      readonly kind: 'clickhouse';
      readonly url: string;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

/** What a store needs from outside. */
export interface EventStoreDeps {
  readonly clock: Clock;
  /** Told what a person must know and no caller learns from an error: a store set aside, a journal not replayed. */
  readonly notify?: (text: string) => void;
}

/** Opens the event store that the configuration names. Rejects with a StoreError that says what to do. */
export function openEventStore(config: EventStoreConfig, deps: EventStoreDeps): Promise<EventStore> {
  switch (config.kind) {
    case 'embedded':
      return openChdbStore(config, deps);
    case 'clickhouse':
      return openClickHouseStore(config, deps.clock);
  }
}
