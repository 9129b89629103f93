export { type ChdbStoreDeps, type ChdbStoreOptions, openChdbStore } from './open-chdb-store.ts';
