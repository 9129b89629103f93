export { applyUpdate, COLLECTION_LIMITS } from './apply-update.ts';
export type {
  CollectionChange,
  CollectionId,
  CollectionStore,
  CollectionUpdate,
  PersistentName,
  StoredCollection,
  StoredValue,
} from './collection-store.ts';
export {
  createMemoryCollectionStore,
  type MemoryCollectionStore,
  type MemoryStoreLimits,
  type MemoryStoreStats,
} from './memory-collection-store.ts';
