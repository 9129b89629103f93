import { parseNumber } from '../operators/compare.ts';
import type {
  CollectionChange,
  CollectionUpdate,
  StoredCollection,
  StoredValue,
} from './collection-store.ts';

/** Bounds of one collection, so that requests cannot make it grow without end. */
export const COLLECTION_LIMITS = {
  /** Most values; further names are not taken. */
  values: 256,
  /** Longest value, in bytes; the rest is cut off. */
  valueBytes: 2048,
} as const;

/**
 * The collection after an update; null before is a new one. What a store keeps is made by this function, and so is
 * what the rules of the transaction see meanwhile.
 */
export function applyUpdate(before: StoredCollection | null, update: CollectionUpdate): StoredCollection {
  const { nowMs, changes } = update;
  const values = new Map(before?.values);
  let timeoutMs = before?.timeoutMs ?? update.timeoutMs;
  for (const change of changes) {
    if (change.kind === 'timeout') timeoutMs = change.afterMs;
    else applyChange(values, change, nowMs);
  }
  return {
    createdMs: before?.createdMs ?? nowMs,
    updatedMs: Math.max(before?.updatedMs ?? nowMs, nowMs),
    updateCount: (before?.updateCount ?? 0) + 1,
    timeoutMs,
    values,
  };
}

/** Changes one value. */
export function applyChange(
  values: Map<string, StoredValue>,
  change: Exclude<CollectionChange, { kind: 'timeout' }>,
  nowMs: number,
): void {
  const name = change.name.toLowerCase();
  const before = liveValue(values.get(name), nowMs);
  if (change.kind === 'delete') {
    values.delete(name);
    return;
  }
  if (before === undefined && (change.kind === 'expire' || change.kind === 'age')) return;
  if (before === undefined && !values.has(name) && values.size >= COLLECTION_LIMITS.values) return;
  const kept = before ?? { name: change.name, value: '', expiresMs: null, agesFromMs: nowMs };
  values.set(name, changed(kept, change, nowMs));
}

/** The value, or undefined where its time is over at `nowMs`. */
export function liveValue(value: StoredValue | undefined, nowMs: number): StoredValue | undefined {
  return value === undefined || (value.expiresMs !== null && value.expiresMs <= nowMs) ? undefined : value;
}

function changed(
  before: StoredValue,
  change: Exclude<CollectionChange, { kind: 'timeout' | 'delete' }>,
  nowMs: number,
): StoredValue {
  switch (change.kind) {
    case 'set':
      return { ...before, value: change.value.slice(0, COLLECTION_LIMITS.valueBytes) };
    case 'add':
      return { ...before, value: String(parseNumber(before.value) + change.amount) };
    case 'expire':
      return { ...before, expiresMs: nowMs + change.afterMs };
    case 'age': {
      const periods = Math.max(0, Math.floor((nowMs - before.agesFromMs) / change.everyMs));
      const left = Math.max(0, parseNumber(before.value) - periods * change.amount);
      if (periods === 0) return before;
      return { ...before, value: String(left), agesFromMs: before.agesFromMs + periods * change.everyMs };
    }
  }
}
