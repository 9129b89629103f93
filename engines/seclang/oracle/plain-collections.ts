import {
  applyUpdate,
  type CollectionId,
  type CollectionStore,
  type StoredCollection,
} from '../collections/index.ts';

/** A collection store without bounds, in the plainest way: a list that is searched from its end. */
export function createPlainCollections(): CollectionStore {
  const versions: { readonly id: string; readonly collection: StoredCollection }[] = [];
  const load = (id: CollectionId, nowMs: number): StoredCollection | null => {
    const found = versions.findLast((version) => version.id === JSON.stringify(id))?.collection ?? null;
    if (found === null || found.updatedMs + found.timeoutMs <= nowMs) return null;
    const live = [...found.values].filter(([, { expiresMs }]) => expiresMs === null || expiresMs > nowMs);
    return { ...found, values: new Map(live) };
  };
  return {
    load,
    update: (id, update) => {
      versions.push({ id: JSON.stringify(id), collection: applyUpdate(load(id, update.nowMs), update) });
    },
  };
}
