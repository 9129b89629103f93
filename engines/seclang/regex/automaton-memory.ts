/** Whoever keeps states in a shared memory. */
export interface Tenant {
  /** Bytes that it keeps, as an estimate; written by the memory. */
  bytes: number;
  /** When it was last used, by the memory's clock; written by the tenant. */
  usedAt: number;
  /** Empties it. */
  forget(): void;
}

/** After making room, this share of the memory is in use at most. */
const KEPT_SHARE = 0.75;

/**
 * What the automata of many patterns may keep together, so that no traffic, however various, makes them grow without
 * end. Past the limit the least recently used are emptied; they begin anew when they are asked again, and answer the
 * same. A class, because it owns the account.
 */
export class AutomatonMemory {
  readonly limitBytes: number;
  /** Counts up at each growth, which is fine enough to tell who has not been used for long. */
  clock = 0;
  #usedBytes = 0;
  readonly #tenants = new Set<Tenant>();

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  /** Bytes that all tenants keep. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Notes that the tenant keeps more. May empty others, but never the one that asks. */
  grow(tenant: Tenant, bytes: number): void {
    this.clock += 1;
    this.#tenants.add(tenant);
    tenant.usedAt = this.clock;
    tenant.bytes += bytes;
    this.#usedBytes += bytes;
    if (this.#usedBytes > this.limitBytes) this.#makeRoom(tenant);
  }

  /** Notes that the tenant keeps nothing any more. */
  release(tenant: Tenant): void {
    this.#usedBytes -= tenant.bytes;
    tenant.bytes = 0;
    this.#tenants.delete(tenant);
  }

  #makeRoom(asking: Tenant): void {
    const others = [...this.#tenants].filter((tenant) => tenant !== asking);
    others.sort((a, b) => a.usedAt - b.usedAt);
    for (const tenant of others) {
      if (this.#usedBytes <= KEPT_SHARE * this.limitBytes) return;
      tenant.forget();
      this.release(tenant);
    }
  }
}

/**
 * The memory of all patterns of the process, unless another is given. A cache: what it holds changes no answer.
 * Automata of rules that were replaced are in it until their room is needed.
 */
export const SHARED_AUTOMATA = new AutomatonMemory(48 * 1024 * 1024);
