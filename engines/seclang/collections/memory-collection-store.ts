import { applyUpdate, liveValue } from './apply-update.ts';
import type {
  CollectionId,
  CollectionStore,
  CollectionUpdate,
  StoredCollection,
  StoredValue,
} from './collection-store.ts';

/** Bounds of a store in memory; where one is reached, the collection that was used longest ago goes. */
export interface MemoryStoreLimits {
  /** Default 65,536. */
  readonly collections?: number;
  /** Estimated bytes of memory. Default 32 MiB. */
  readonly bytes?: number;
}

/** What a store in memory holds, and what it let go. */
export interface MemoryStoreStats {
  readonly collections: number;
  /** Estimated bytes of memory. */
  readonly bytes: number;
  /** Collections that went because a bound was reached: what they counted is lost. */
  readonly evicted: number;
  /** Collections whose time was over. */
  readonly expired: number;
}

/** A store whose content lives and dies with the process. */
export interface MemoryCollectionStore extends CollectionStore {
  readonly stats: MemoryStoreStats;
}

/** How many of the collections that were used longest ago are looked at for expiry, at each update. */
const SWEEP = 2;

/** Makes an empty store in memory. It expires by the time it is given and has no timer. */
export function createMemoryCollectionStore(limits: MemoryStoreLimits = {}): MemoryCollectionStore {
  return new MemoryStore(limits.collections ?? 65_536, limits.bytes ?? 33_554_432);
}

interface Entry {
  readonly collection: StoredCollection;
  readonly bytes: number;
}

class MemoryStore implements MemoryCollectionStore {
  readonly #maxCollections: number;
  readonly #maxBytes: number;
  /** In the order of use, the longest ago first. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;
  #evicted = 0;
  #expired = 0;

  constructor(maxCollections: number, maxBytes: number) {
    this.#maxCollections = maxCollections;
    this.#maxBytes = maxBytes;
  }

  get stats(): MemoryStoreStats {
    return {
      collections: this.#entries.size,
      bytes: this.#bytes,
      evicted: this.#evicted,
      expired: this.#expired,
    };
  }

  load(id: CollectionId, nowMs: number): StoredCollection | null {
    const key = keyOf(id);
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (isOver(entry.collection, nowMs)) {
      this.#expire(key);
      return null;
    }
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return { ...entry.collection, values: liveValues(entry.collection.values, nowMs) };
  }

  update(id: CollectionId, update: CollectionUpdate): void {
    const key = keyOf(id);
    const collection = applyUpdate(this.load(id, update.nowMs), update);
    this.#remove(key);
    this.#add(key, collection);
    this.#sweep(update.nowMs);
    this.#keepBounds(key);
  }

  #add(key: string, collection: StoredCollection): void {
    const bytes = sizeOf(key, collection);
    this.#entries.set(key, { collection, bytes });
    this.#bytes += bytes;
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }

  #expire(key: string): void {
    this.#remove(key);
    this.#expired += 1;
  }

  #sweep(nowMs: number): void {
    let looked = 0;
    for (const [key, { collection }] of this.#entries) {
      if (looked === SWEEP) return;
      looked += 1;
      if (isOver(collection, nowMs)) this.#expire(key);
    }
  }

  /** Lets go of what was used longest ago, but for the collection that was just written. */
  #keepBounds(written: string): void {
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxCollections && this.#bytes <= this.#maxBytes) return;
      if (key === written) return;
      this.#remove(key);
      this.#evicted += 1;
    }
  }
}

function keyOf({ application, name, key }: CollectionId): string {
  return `${name}\0${application}\0${key}`;
}

function isOver({ updatedMs, timeoutMs }: StoredCollection, nowMs: number): boolean {
  return updatedMs + timeoutMs <= nowMs;
}

function liveValues(values: StoredCollection['values'], nowMs: number): StoredCollection['values'] {
  const isGone = (value: StoredValue) => liveValue(value, nowMs) === undefined;
  if (![...values.values()].some(isGone)) return values;
  return new Map([...values].filter(([, value]) => !isGone(value)));
}

/** Latin1 strings take a byte a character; the rest is what a Map entry and an object cost, roughly. */
function sizeOf(key: string, { values }: StoredCollection): number {
  let bytes = 256 + key.length;
  for (const { name, value } of values.values()) bytes += 160 + 2 * name.length + value.length;
  return bytes;
}
