import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyedStore } from './keyed-store.ts';

const name = fc.constantFrom('a', 'A', 'b', 'c1', 'C1', 'd');
const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), name, value: fc.constantFrom('0', '1', 'x') }),
  fc.record({ kind: fc.constant('delete' as const), name }),
);

describe('a store of named values', () => {
  it('keeps values in the order in which their names came, as a map does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const store = new KeyedStore('TX');
        const model = new Map<string, string>();
        for (const one of steps) {
          if (one.kind === 'set') {
            store.set(one.name, one.value);
            model.set(one.name.toLowerCase(), one.value);
          } else {
            store.delete(one.name);
            model.delete(one.name.toLowerCase());
          }
          expect(store.get(one.name)?.value).toBe(model.get(one.name.toLowerCase()));
        }
        expect(store.values().map(({ value }) => value)).toEqual([...model.values()]);
        expect(store.select(({ value }) => value === 'x').length).toBe(
          [...model.values()].filter((value) => value === 'x').length,
        );
      }),
    );
  });

  it('closes the gaps of names that come and go, and refuses names without end', () => {
    const store = new KeyedStore('TX');
    store.set('first', '1');
    for (let round = 0; round < 1000; round += 1) {
      store.set('0', String(round));
      store.delete('0');
    }
    store.set('last', '2');
    expect(store.values().map(({ key }) => key)).toEqual(['first', 'last']);
    expect(() => {
      for (let at = 0; at <= KeyedStore.limit; at += 1) store.set(`n${at}`, '');
    }).toThrow(RangeError);
  });
});
