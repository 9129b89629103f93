import { describe, expect, it } from 'vitest';
import type {
  CollectionChange,
  CollectionId,
  CollectionStore,
  StoredCollection,
} from './collection-store.ts';

const IP: CollectionId = { application: '', name: 'ip', key: '192.0.2.1' };
const SECOND = 1000;

/** What every collection store does. `make`: an empty store with room for ten collections at least. */
export function describeCollectionStore(name: string, make: () => CollectionStore): void {
  describe(`${name} keeps collections`, () => {
    it('has nothing at first', () => {
      expect(make().load(IP, 0)).toBeNull();
    });

    it('gives back what was written, names in any case', () => {
      const store = make();
      write(store, 5 * SECOND, { kind: 'set', name: 'Score', value: '7' });
      const kept = store.load(IP, 6 * SECOND);
      expect(kept).toMatchObject({ createdMs: 5000, updatedMs: 5000, updateCount: 1, timeoutMs: 3_600_000 });
      expect([...(kept?.values ?? [])].map(([key, value]) => [key, value.name, value.value])).toEqual([
        ['score', 'Score', '7'],
      ]);
    });

    it('adds up what transactions count at the same time', () => {
      const store = make();
      for (let one = 0; one < 5; one += 1) store.load(IP, 0);
      for (let one = 0; one < 5; one += 1) write(store, 0, { kind: 'add', name: 'n', amount: 2 });
      expect(valuesOf(store.load(IP, 0))).toEqual({ n: '10' });
      expect(store.load(IP, 0)?.updateCount).toBe(5);
    });

    it.each<[what: string, changes: readonly CollectionChange[], values: Readonly<Record<string, string>>]>([
      ['sets, then adds', [set('n', '3'), { kind: 'add', name: 'N', amount: 4 }], { n: '7' }],
      ['adds to what is no number', [set('n', 'x'), { kind: 'add', name: 'n', amount: -1 }], { n: '-1' }],
      ['deletes', [set('n', '3'), { kind: 'delete', name: 'N' }], {}],
      [
        'deletes, then adds',
        [set('n', '3'), { kind: 'delete', name: 'n' }, { kind: 'add', name: 'n', amount: 1 }],
        { n: '1' },
      ],
      ['expires nothing that is not there', [{ kind: 'expire', name: 'n', afterMs: 1 }], {}],
      ['ages nothing that is not there', [{ kind: 'age', name: 'n', amount: 1, everyMs: 1 }], {}],
    ])('%s', (_what, changes, values) => {
      const store = make();
      write(store, 0, ...changes);
      expect(valuesOf(store.load(IP, 0))).toEqual(values);
    });

    it('tells collections apart by name, key and application', () => {
      const store = make();
      const ids: readonly CollectionId[] = [
        IP,
        { ...IP, name: 'user' },
        { ...IP, key: '192.0.2.2' },
        { ...IP, application: 'shop' },
      ];
      ids.forEach((id, number) => {
        store.update(id, { changes: [set('n', String(number))], nowMs: 0, timeoutMs: 3_600_000 });
      });
      expect(ids.map((id) => valuesOf(store.load(id, 0)).n)).toEqual(['0', '1', '2', '3']);
    });

    it('lets go of a value when its time is over, and of no other', () => {
      const store = make();
      write(store, 0, set('a', '1'), set('b', '2'), { kind: 'expire', name: 'a', afterMs: 10 * SECOND });
      expect(valuesOf(store.load(IP, 9999))).toEqual({ a: '1', b: '2' });
      expect(valuesOf(store.load(IP, 10_000))).toEqual({ b: '2' });
      write(store, 10_000, { kind: 'add', name: 'a', amount: 1 });
      expect(valuesOf(store.load(IP, 60_000))).toEqual({ a: '1', b: '2' });
    });

    it('lets go of a collection when nobody changed it for its time', () => {
      const store = make();
      write(store, 0, set('a', '1'), { kind: 'timeout', afterMs: 10 * SECOND });
      write(store, 5 * SECOND, set('b', '1'));
      expect(store.load(IP, 14_999)).not.toBeNull();
      expect(store.load(IP, 15_000)).toBeNull();
      write(store, 16 * SECOND, set('c', '1'));
      expect(store.load(IP, 16_000)).toMatchObject({
        createdMs: 16_000,
        updateCount: 1,
        timeoutMs: 3_600_000,
      });
    });

    it('takes from a counter for each whole period, once', () => {
      const store = make();
      const age: CollectionChange = { kind: 'age', name: 'n', amount: 10, everyMs: 60 * SECOND };
      write(store, 0, set('n', '100'));
      write(store, 59_000, age);
      expect(valuesOf(store.load(IP, 59_000))).toEqual({ n: '100' });
      write(store, 130_000, age);
      write(store, 130_000, age);
      expect(valuesOf(store.load(IP, 130_000))).toEqual({ n: '80' });
      write(store, 3_000_000, age);
      expect(valuesOf(store.load(IP, 3_000_000))).toEqual({ n: '0' });
    });

    it('takes no more names and no more bytes than a request may write', () => {
      const store = make();
      write(store, 0, ...Array.from({ length: 400 }, (_, number) => set(`n${number}`, 'x'.repeat(5000))));
      const values = valuesOf(store.load(IP, 0));
      expect(Object.keys(values).length).toBe(256);
      expect(values.n0?.length).toBe(2048);
    });
  });

  function write(store: CollectionStore, nowMs: number, ...changes: readonly CollectionChange[]): void {
    store.update(IP, { changes, nowMs, timeoutMs: 3_600_000 });
  }
}

function set(name: string, value: string): CollectionChange {
  return { kind: 'set', name, value };
}

function valuesOf(collection: StoredCollection | null): Readonly<Record<string, string>> {
  return Object.fromEntries([...(collection?.values ?? [])].map(([name, { value }]) => [name, value]));
}
