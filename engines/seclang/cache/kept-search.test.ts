import { makeSearchTables, type ScanCondition } from '@dejfa/match';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepSearch } from './kept-search.ts';
import type { RuleCache } from './rule-cache.ts';

function memoryCache(engine = 'this engine') {
  const entries = new Map<string, Uint8Array>();
  const cache: RuleCache = {
    engine,
    get: (key) => entries.get(key) ?? null,
    set: (key, bytes) => entries.set(key, bytes),
  };
  return { cache, entries };
}

function refuse(reason: string): never {
  throw new Error(reason);
}

const literal = (text: string, atWordStart = false) => ({ text, atWordStart, atWordEnd: false });
const UNION: ScanCondition = { literals: [literal('union'), literal('select')], bytes: [], needs: [0x28] };
const SIGN: ScanCondition = { literals: [], bytes: [0x27, 0x22], needs: null };

/** Each asks something else of values, or asks it in another order. */
const OTHERS: readonly (readonly [string, readonly ScanCondition[], readonly ScanCondition[]])[] = [
  ['another literal', [{ ...UNION, literals: [literal('union'), literal('selecT')] }, SIGN], [SIGN]],
  ['another edge', [{ ...UNION, literals: [literal('union', true), literal('select')] }, SIGN], [SIGN]],
  ['one literal of two', [{ ...UNION, literals: [literal('unionselect')] }, SIGN], [SIGN]],
  ['another order of literals', [{ ...UNION, literals: UNION.literals.toReversed() }, SIGN], [SIGN]],
  ['another byte', [UNION, { ...SIGN, bytes: [0x27, 0x23] }], [SIGN]],
  ['another need', [{ ...UNION, needs: [0x29] }, SIGN], [SIGN]],
  ['no need', [{ ...UNION, needs: null }, SIGN], [SIGN]],
  ['an empty need', [{ ...UNION, needs: [] }, SIGN], [SIGN]],
  ['another order', [SIGN, UNION], [SIGN]],
  ['a member more', [UNION, SIGN, SIGN], [SIGN]],
  ['no mark', [UNION, SIGN], []],
  ['a mark for a member', [UNION], [SIGN, SIGN]],
];

describe('keepSearch', () => {
  it('gives what it kept, and what would have been made', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'abc_.\xe0'), minLength: 2, maxLength: 6 });
    const literals = fc.array(
      fc.record({ text: texts, atWordStart: fc.boolean(), atWordEnd: fc.boolean() }),
      { maxLength: 5 },
    );
    const bytes = fc.array(fc.nat(255), { maxLength: 4 });
    const conditions = fc.array(fc.record({ literals, bytes, needs: fc.option(bytes) }), { maxLength: 40 });
    fc.assert(
      fc.property(conditions, conditions, (members, marks) => {
        const { cache, entries } = memoryCache();
        const made = keepSearch(cache, refuse)(members, marks);
        expect(made).toEqual(makeSearchTables(members, marks));
        const shut: RuleCache = { ...cache, set: () => refuse('kept twice') };
        expect(comparable(keepSearch(shut, refuse)(members, marks))).toEqual(comparable(made));
        expect(entries.size).toBe(1);
      }),
      { numRuns: 60 },
    );
  });

  it.each(OTHERS)('does not give what was made for other conditions: %s', (_name, members, marks) => {
    const { cache, entries } = memoryCache();
    keepSearch(cache, refuse)([UNION, SIGN], [SIGN]);
    const tables = keepSearch(cache, refuse)(members, marks);
    expect(entries.size).toBe(2);
    expect(tables).toEqual(makeSearchTables(members, marks));
  });

  it('does not give what another engine made', () => {
    const { cache, entries } = memoryCache();
    keepSearch(cache, refuse)([UNION, SIGN], [SIGN]);
    keepSearch({ ...cache, engine: 'another engine' }, refuse)([UNION, SIGN], [SIGN]);
    expect(entries.size).toBe(2);
  });
});

/** Without the difference between a Buffer and an array of the same bytes. */
function comparable({ index, ...rest }: ReturnType<typeof makeSearchTables>) {
  return { ...rest, index: { ...index, chars: Uint8Array.from(index.chars) } };
}
