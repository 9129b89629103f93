import { type CollectionStore, createMemoryCollectionStore } from '@dejfa/seclang';

/**
 * What rules count over requests (`IP`, `SESSION` …), one store a service, so that services share no counts. It lives
 * as long as the shield, and outlives a reload of the rules.
 */
export class ServiceCollections {
  readonly #stores = new Map<string, CollectionStore>();

  /** The store of the service of that name; made when it is first asked for. */
  of(service: string): CollectionStore {
    let store = this.#stores.get(service);
    if (store === undefined) {
      store = createMemoryCollectionStore();
      this.#stores.set(service, store);
    }
    return store;
  }
}
