import { applyUpdate, liveValue } from './apply-update.ts';
import type {
  CollectionId,
  CollectionStore,
  CollectionUpdate,
  PersistentName,
  StoredCollection,
  StoredValue,
} from './collection-store.ts';

/**
 * Bounds of a store in memory; where one is reached, the collection that was used longest ago goes, of those of the name
 * that takes the most room.
 */
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

/** The collections of one name. A flood of sessions empties their own room before that of the addresses. */
interface Room {
  /** In the order of use, the longest ago first. */
  readonly entries: Map<string, Entry>;
  bytes: number;
}

class MemoryStore implements MemoryCollectionStore {
  readonly #maxCollections: number;
  readonly #maxBytes: number;
  readonly #rooms = new Map<PersistentName, Room>();
  #evicted = 0;
  #expired = 0;

  constructor(maxCollections: number, maxBytes: number) {
    this.#maxCollections = maxCollections;
    this.#maxBytes = maxBytes;
  }

  get stats(): MemoryStoreStats {
    const rooms = [...this.#rooms.values()];
    return {
      collections: rooms.reduce((sum, { entries }) => sum + entries.size, 0),
      bytes: rooms.reduce((sum, { bytes }) => sum + bytes, 0),
      evicted: this.#evicted,
      expired: this.#expired,
    };
  }

  load(id: CollectionId, nowMs: number): StoredCollection | null {
    const room = this.#room(id.name);
    const key = keyOf(id);
    const entry = room.entries.get(key);
    if (entry === undefined) return null;
    if (isOver(entry.collection, nowMs)) {
      this.#expire(room, key);
      return null;
    }
    room.entries.delete(key);
    room.entries.set(key, entry);
    return { ...entry.collection, values: liveValues(entry.collection.values, nowMs) };
  }

  update(id: CollectionId, update: CollectionUpdate): void {
    const room = this.#room(id.name);
    const key = keyOf(id);
    const collection = applyUpdate(this.load(id, update.nowMs), update);
    remove(room, key);
    const bytes = sizeOf(key, collection);
    room.entries.set(key, { collection, bytes });
    room.bytes += bytes;
    this.#sweep(room, update.nowMs);
    this.#keepBounds(collection);
  }

  #room(name: PersistentName): Room {
    let room = this.#rooms.get(name);
    if (room === undefined) {
      room = { entries: new Map(), bytes: 0 };
      this.#rooms.set(name, room);
    }
    return room;
  }

  #expire(room: Room, key: string): void {
    remove(room, key);
    this.#expired += 1;
  }

  #sweep(room: Room, nowMs: number): void {
    let looked = 0;
    for (const [key, { collection }] of room.entries) {
      if (looked === SWEEP) return;
      looked += 1;
      if (isOver(collection, nowMs)) this.#expire(room, key);
    }
  }

  /** Lets go of what was used longest ago in the fullest room, but for the collection that was just written. */
  #keepBounds(written: StoredCollection): void {
    for (let { collections, bytes } = this.stats; ; { collections, bytes } = this.stats) {
      if (collections <= this.#maxCollections && bytes <= this.#maxBytes) return;
      const measure = ({ entries, bytes: held }: Room) => (bytes > this.#maxBytes ? held : entries.size);
      const [fullest] = [...this.#rooms.values()].sort((one, other) => measure(other) - measure(one));
      const oldest = fullest?.entries.entries().next().value;
      if (fullest === undefined || oldest === undefined || oldest[1].collection === written) return;
      remove(fullest, oldest[0]);
      this.#evicted += 1;
    }
  }
}

function remove(room: Room, key: string): void {
  const entry = room.entries.get(key);
  if (entry === undefined) return;
  room.entries.delete(key);
  room.bytes -= entry.bytes;
}

function keyOf({ application, key }: CollectionId): string {
  return `${application}\0${key}`;
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
