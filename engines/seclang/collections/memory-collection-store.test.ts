import { describe, expect, it } from 'vitest';
import { describeCollectionStore } from './collection-store-contract.ts';
import { createMemoryCollectionStore, type MemoryCollectionStore } from './memory-collection-store.ts';

describeCollectionStore('a store in memory', () => createMemoryCollectionStore());

function count(store: MemoryCollectionStore, key: string, nowMs = 0): void {
  const changes = [{ kind: 'add', name: 'n', amount: 1 } as const];
  store.update({ application: '', name: 'ip', key }, { changes, nowMs, timeoutMs: 60_000 });
}

function has(store: MemoryCollectionStore, key: string): boolean {
  return store.load({ application: '', name: 'ip', key }, 0) !== null;
}

describe('a store in memory is bounded', () => {
  it('lets go of the collection that was used longest ago, and counts it', () => {
    const store = createMemoryCollectionStore({ collections: 2 });
    count(store, 'a');
    count(store, 'b');
    has(store, 'a');
    count(store, 'c');
    expect(['a', 'b', 'c'].filter((key) => has(store, key))).toEqual(['a', 'c']);
    expect(store.stats).toMatchObject({ collections: 2, evicted: 1, expired: 0 });
  });

  it('keeps within its bytes', () => {
    const store = createMemoryCollectionStore({ bytes: 10_000 });
    for (let key = 0; key < 1000; key += 1) count(store, `key${key}`);
    expect(store.stats.bytes).toBeLessThanOrEqual(10_000);
    expect(store.stats.collections + store.stats.evicted).toBe(1000);
    expect(has(store, 'key999')).toBe(true);
  });

  it('keeps the collection that was just written, whatever its size', () => {
    const store = createMemoryCollectionStore({ bytes: 1, collections: 1 });
    count(store, 'a');
    count(store, 'b');
    expect([has(store, 'a'), has(store, 'b')]).toEqual([false, true]);
  });

  it('keeps what is counted by address through a flood of sessions', () => {
    const store = createMemoryCollectionStore({ collections: 10 });
    count(store, 'a');
    for (let key = 0; key < 100; key += 1) {
      const changes = [{ kind: 'add', name: 'n', amount: 1 } as const];
      const id = { application: 'default', name: 'session', key: `s${key}` } as const;
      store.update(id, { changes, nowMs: 0, timeoutMs: 60_000 });
    }
    expect(has(store, 'a')).toBe(true);
    expect(store.stats).toMatchObject({ collections: 10, evicted: 91 });
  });

  it('lets go of collections whose time is over while others are written', () => {
    const store = createMemoryCollectionStore();
    count(store, 'a', 0);
    count(store, 'b', 0);
    count(store, 'c', 60_000);
    expect(store.stats).toMatchObject({ collections: 1, evicted: 0, expired: 2 });
  });
});
