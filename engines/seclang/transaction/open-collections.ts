import type { CollectionStore, PersistentName } from '../collections/index.ts';
import { PersistentCollection } from './persistent-collection.ts';

/** Names of the collections that rules open, in lower case. */
export const PERSISTENT_NAMES = [
  'ip',
  'global',
  'session',
  'user',
  'resource',
] as const satisfies readonly PersistentName[];

/** Longest key in bytes; a longer one opens nothing, as it is chosen by the client and no two of them need be equal. */
const KEY_LIMIT = 1024;

/** Collections that applications do not share (`SecWebAppId`). */
const OF_APPLICATION: ReadonlySet<PersistentName> = new Set(['session', 'user', 'resource']);

/** What one transaction has opened. */
export class OpenCollections {
  readonly #given: {
    readonly store: CollectionStore;
    readonly nowMs: number;
    readonly timeoutMs: number;
    readonly application: string;
  };
  readonly #open = new Map<PersistentName, PersistentCollection>();

  constructor(given: {
    readonly store: CollectionStore;
    readonly nowMs: number;
    readonly timeoutMs: number;
    readonly application: string;
  }) {
    this.#given = given;
  }

  /** Opens a collection; it can be opened once a transaction, and an empty key or one past the limit opens nothing. */
  open(name: PersistentName, key: string): void {
    if (key === '' || key.length > KEY_LIMIT || this.#open.has(name)) return;
    const { store, nowMs, timeoutMs } = this.#given;
    const application = OF_APPLICATION.has(name) ? this.#given.application : '';
    const id = { application, name, key };
    this.#open.set(name, new PersistentCollection({ id, store, nowMs, timeoutMs }));
  }

  /** The collection of that lower-case name, where it has been opened. */
  get(name: string): PersistentCollection | null {
    return this.#open.get(name as PersistentName) ?? null;
  }

  /** Keeps what was changed; to be called once, at the end. */
  persist(): void {
    for (const collection of this.#open.values()) collection.persist();
  }
}
