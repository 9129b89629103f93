/** Names of the collections that outlive a request, in lower case. */
export type PersistentName = 'global' | 'ip' | 'resource' | 'session' | 'user';

/** Which collection: for example the one of an address, or of a session of one application. */
export interface CollectionId {
  /** `SecWebAppId` for sessions, users and resources; the empty string for the others, which all applications share. */
  readonly application: string;
  readonly name: PersistentName;
  /** What `initcol` and its kin were given, macros expanded; bytes as a latin1 string, at most 1,024. */
  readonly key: string;
}

/** One value of a collection. */
export interface StoredValue {
  /** Name as rules wrote it first. */
  readonly name: string;
  readonly value: string;
  /** When it is gone (`expirevar`), in milliseconds since 1970; null: with its collection. */
  readonly expiresMs: number | null;
  /** From when on the periods of `deprecatevar` count, in milliseconds since 1970. */
  readonly agesFromMs: number;
}

/** A collection as it is kept. */
export interface StoredCollection {
  readonly createdMs: number;
  readonly updatedMs: number;
  /** How many transactions changed it. */
  readonly updateCount: number;
  /** How long it is kept after the last change. */
  readonly timeoutMs: number;
  /** By name in lower case. */
  readonly values: ReadonlyMap<string, StoredValue>;
}

/**
 * One change that a transaction makes. Counters are kept as what is added, so that transactions at the same time lose
 * no count of each other.
 */
export type CollectionChange =
  | { readonly kind: 'set'; readonly name: string; readonly value: string }
  | { readonly kind: 'add'; readonly name: string; readonly amount: number }
  | { readonly kind: 'delete'; readonly name: string }
  /** `expirevar`: the value goes so long after the change. */
  | { readonly kind: 'expire'; readonly name: string; readonly afterMs: number }
  /** `deprecatevar`: takes `amount` for each whole period that has passed, not below 0. */
  | { readonly kind: 'age'; readonly name: string; readonly amount: number; readonly everyMs: number }
  /** The collection is kept so long after its last change. */
  | { readonly kind: 'timeout'; readonly afterMs: number };

/** What one transaction changed in one collection, in order. */
export interface CollectionUpdate {
  readonly changes: readonly CollectionChange[];
  /** When the transaction began. */
  readonly nowMs: number;
  /** `SecCollectionTimeout`, for a collection that is new. */
  readonly timeoutMs: number;
}

/**
 * Where collections (`IP`, `SESSION` …) are kept from one request to the next. Synchronous, because rules ask while a
 * request waits; the engine gives the time. `applyUpdate` says what a change means. It may throw: the verdict of the
 * transaction is then undetermined, or, at its end, its changes are lost.
 */
export interface CollectionStore {
  /** The collection as it is at `nowMs`; null where there is none, or its time is over. */
  load(id: CollectionId, nowMs: number): StoredCollection | null;
  /** Makes changes to what is kept now, which need not be what the transaction loaded. */
  update(id: CollectionId, update: CollectionUpdate): void;
}
