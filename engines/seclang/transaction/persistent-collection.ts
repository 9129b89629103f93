import { applyChange } from '../collections/apply-update.ts';
import type {
  CollectionChange,
  CollectionId,
  CollectionStore,
  StoredCollection,
  StoredValue,
} from '../collections/index.ts';
import { parseNumber } from '../operators/compare.ts';
import type { RuleStore } from './keyed-store.ts';
import { createVariable, type Variable } from './variable.ts';

/** Most changes that one transaction makes to one collection. */
const CHANGE_LIMIT = 4096;

/** What a collection is opened with. */
export interface CollectionOpening {
  readonly id: CollectionId;
  readonly store: CollectionStore;
  readonly nowMs: number;
  /** `SecCollectionTimeout`. */
  readonly timeoutMs: number;
}

/**
 * A collection that outlives the request, as one transaction sees it: what was there when it was opened, and its own
 * changes, which are kept at the end. Built-in values (reference manual: persistent storage) are read-only but for
 * TIMEOUT.
 */
export class PersistentCollection implements RuleStore {
  readonly collection: string;
  readonly key: string;
  readonly #opening: CollectionOpening;
  readonly #before: StoredCollection | null;
  readonly #values: Map<string, StoredValue>;
  #timeoutMs: number;
  #changes: CollectionChange[] = [];

  constructor(opening: CollectionOpening) {
    this.#opening = opening;
    this.collection = opening.id.name.toUpperCase();
    this.key = opening.id.key;
    this.#before = opening.store.load(opening.id, opening.nowMs);
    this.#values = new Map(this.#before?.values);
    this.#timeoutMs = this.#before?.timeoutMs ?? opening.timeoutMs;
  }

  get(key: string): Variable | undefined {
    const name = key.toLowerCase();
    const builtIn = this.#builtIn(name);
    if (builtIn !== null) return createVariable(this.collection, key, builtIn);
    const kept = this.#values.get(name);
    return kept === undefined ? undefined : createVariable(this.collection, kept.name, kept.value);
  }

  set(key: string, value: string): void {
    const name = key.toLowerCase();
    if (name === 'timeout') {
      const afterMs = Math.max(0, parseNumber(value)) * 1000;
      this.#timeoutMs = afterMs;
      this.#note({ kind: 'timeout', afterMs });
    } else this.#change({ kind: 'set', name: key, value });
  }

  add(key: string, amount: number): void {
    if (key.toLowerCase() === 'timeout') this.set(key, String(this.#timeoutMs / 1000 + amount));
    else this.#change({ kind: 'add', name: key, amount });
  }

  delete(key: string): void {
    this.#change({ kind: 'delete', name: key });
  }

  /** `expirevar`. */
  expire(key: string, afterMs: number): void {
    this.#change({ kind: 'expire', name: key, afterMs });
  }

  /** `deprecatevar`. */
  age(key: string, amount: number, everyMs: number): void {
    this.#change({ kind: 'age', name: key, amount, everyMs });
  }

  *values(): IterableIterator<Variable> {
    for (const name of BUILT_IN) yield createVariable(this.collection, name, this.#builtIn(name) ?? '');
    for (const { name, value } of this.#values.values()) yield createVariable(this.collection, name, value);
  }

  /** Hands the changes to the store; a collection without changes is not written. */
  persist(): void {
    const changes = this.#changes;
    this.#changes = [];
    if (changes.length === 0) return;
    const { id, store, nowMs, timeoutMs } = this.#opening;
    store.update(id, { changes, nowMs, timeoutMs });
  }

  #change(change: Exclude<CollectionChange, { kind: 'timeout' }>): void {
    if (this.#builtIn(change.name.toLowerCase()) !== null) return;
    applyChange(this.#values, change, this.#opening.nowMs);
    this.#note(change);
  }

  /** Counting the same thing again and again is one change. */
  #note(change: CollectionChange): void {
    const last = this.#changes.at(-1);
    if (change.kind === 'add' && last?.kind === 'add' && last.name === change.name) {
      this.#changes[this.#changes.length - 1] = { ...last, amount: last.amount + change.amount };
      return;
    }
    if (this.#changes.length >= CHANGE_LIMIT) {
      throw new RangeError(`more than ${CHANGE_LIMIT} changes in ${this.collection}`);
    }
    this.#changes.push(change);
  }

  #builtIn(name: string): string | null {
    const { nowMs } = this.#opening;
    const createdMs = this.#before?.createdMs ?? nowMs;
    const updates = this.#before?.updateCount ?? 0;
    switch (name) {
      case 'key':
        return this.key;
      case 'is_new':
        return this.#before === null ? '1' : '0';
      case 'timeout':
        return String(Math.floor(this.#timeoutMs / 1000));
      case 'create_time':
        return String(Math.floor(createdMs / 1000));
      case 'last_update_time':
        return String(Math.floor((this.#before?.updatedMs ?? nowMs) / 1000));
      case 'update_counter':
        return String(updates);
      case 'update_rate': {
        const seconds = Math.floor((nowMs - createdMs) / 1000);
        return String(seconds <= 0 ? 0 : Math.floor((updates * 60) / seconds));
      }
      default:
        return null;
    }
  }
}

/** The values that every collection has. */
const BUILT_IN = [
  'KEY',
  'IS_NEW',
  'TIMEOUT',
  'CREATE_TIME',
  'LAST_UPDATE_TIME',
  'UPDATE_COUNTER',
  'UPDATE_RATE',
].map((name) => name.toLowerCase());
