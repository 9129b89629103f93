import {
  decodeSearchTables,
  encodeSearchTables,
  makeSearchTables,
  type ScanCondition,
  type SearchTables,
} from '@dejfa/match';
import { decodeEntry, digestOf, encodeEntry } from './entry.ts';
import type { RuleCache } from './rule-cache.ts';

/** Tables of a search for conditions, as `makeSearchTables` makes them. */
export type ProvideTables = typeof makeSearchTables;

/**
 * Takes tables of a search from the cache, or makes and keeps them. Their entry's key is made of the conditions
 * themselves, on which the tables depend and on nothing else but the engine's code: no change of a rule, of a data file
 * or of their order that changes what is searched for can meet tables of before. `refused` is told why an entry that
 * was there is not used.
 */
export function keepSearch(cache: RuleCache, refused: (reason: string) => void): ProvideTables {
  return (members, marks) => {
    const key = keyOf(cache.engine, members, marks);
    const bytes = cache.get(key);
    const kept = bytes === null ? null : readTables(bytes, key);
    if (kept?.kind === 'tables') return kept.tables;
    if (kept !== null) refused(kept.reason);
    const tables = makeSearchTables(members, marks);
    cache.set(key, encodeEntry(key, encodeSearchTables(tables)));
    return tables;
  };
}

/** All that is in conditions comes into the key: it is their JSON that is hashed. */
function keyOf(engine: string, members: readonly ScanCondition[], marks: readonly ScanCondition[]): string {
  return digestOf([engine, 'search', JSON.stringify([members, marks])]);
}

function readTables(
  bytes: Uint8Array,
  key: string,
):
  | { readonly kind: 'tables'; readonly tables: SearchTables }
  | { readonly kind: 'refused'; readonly reason: string } {
  const entry = decodeEntry(bytes, key);
  if (entry.kind === 'refused') return entry;
  const tables = decodeSearchTables(entry.body);
  return tables === null
    ? { kind: 'refused', reason: 'it does not hold what it should' }
    : { kind: 'tables', tables };
}
