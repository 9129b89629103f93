import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSettledStates } from './settled-state.ts';
import { TxStore } from './tx-store.ts';

const SETTLED = new Map(['score', 'level', 'list'].map((name, number) => [name, number]));

const key = fc.constantFrom('score', 'Score', 'level', 'list', 'free', 'Free', 'other', '0', '7');
const value = fc.oneof(fc.constantFrom('', '0', '1', 'x'), fc.constant('y'.repeat(3000)));
const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key, value }),
  fc.record({ kind: fc.constant('delete' as const), key }),
  fc.record({ kind: fc.constant('add' as const), key, amount: fc.integer({ min: -2, max: 5 }) }),
  fc.record({
    kind: fc.constant('capture' as const),
    groups: fc.array(fc.option(value, { nil: undefined })),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What a plain map makes of the step. */
function model(values: Map<string, string>, one: Step): void {
  if (one.kind === 'capture') {
    for (let number = 0; number < 10; number += 1) {
      const text = one.groups[number];
      if (text === undefined) values.delete(String(number));
      else values.set(String(number), text);
    }
    return;
  }
  const name = one.key.toLowerCase();
  if (one.kind === 'delete') values.delete(name);
  else if (one.kind === 'set') values.set(name, one.value);
  else values.set(name, String((Number.parseInt(values.get(name) ?? '0', 10) || 0) + one.amount));
}

function apply(store: TxStore, one: Step): void {
  if (one.kind === 'capture') store.capture(one.groups);
  else if (one.kind === 'delete') store.delete(one.key);
  else if (one.kind === 'set') store.set(one.key, one.value);
  else store.add(one.key, one.amount);
}

function contentOf(store: TxStore): readonly (readonly [string, string])[] {
  return store.values().map((variable) => [variable.key?.toLowerCase() ?? '', variable.value] as const);
}

describe('TX', () => {
  it('holds what was written, for each of many transactions of one inspector', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(step, { maxLength: 30 }), { maxLength: 6 }),
        fc.boolean(),
        (transactions, looksAtState) => {
          const states = createSettledStates(SETTLED, [{ key: 'Level', value: '3' }]);
          for (const steps of transactions) {
            const store = new TxStore(states);
            const values = new Map([['level', '3']]);
            for (const one of steps) {
              apply(store, one);
              model(values, one);
              if (looksAtState) expect(new Map(contentOf(store))).toEqual(values);
              for (const name of ['score', 'level', 'free', '0', '7']) {
                expect(store.get(name.toUpperCase())?.value).toBe(values.get(name));
                expect(store.textOf(name)).toBe(values.get(name) ?? '');
              }
              if (!looksAtState) continue;
              const isWanted = (variable: { readonly value: string }) => variable.value === '1';
              expect(store.select(isWanted)).toEqual(store.values().filter(isWanted));
            }
            const settled = [...values].filter(([name]) => SETTLED.has(name));
            expect(contentOf(store).filter(([name]) => SETTLED.has(name))).toEqual(settled);
          }
        },
      ),
    );
  });

  it('comes to the same settled state where the same was written, and to another one otherwise', () => {
    const states = createSettledStates(SETTLED, []);
    const [one, other, third] = [new TxStore(states), new TxStore(states), new TxStore(states)];
    one.set('score', '1');
    one.set('score', '2');
    other.set('score', '2');
    third.set('score', '3');
    expect(one.settled).toBe(other.settled);
    expect(third.settled).not.toBe(other.settled);
  });

  it('keeps a bounded number of settled states, whatever is counted', () => {
    const states = createSettledStates(SETTLED, []);
    const first = states.start;
    for (let count = 0; count < 20_000; count += 1) {
      const store = new TxStore(states);
      store.set('score', String(count));
      expect(store.settled.values().map(({ value }) => value)).toEqual([String(count)]);
    }
    // Begun anew: what was kept before is not reachable from where transactions begin.
    expect(states.start).not.toBe(first);
  });
});
