import { parseRange } from './address.ts';
import { readAddress } from './address-reader.ts';
import { createIntervalIndex, type IntervalIndex } from './interval-index.ts';

/** Ranges of addresses with a value each; does not change once made. */
export interface AddressTable<T> {
  /** Value of the longest prefix that holds the address; undefined when none does or the text is no address. */
  lookup(address: string): T | undefined;
  /** Number of entries that the table was made of. */
  readonly size: number;
}

/**
 * Builds a table of IPv4 and IPv6 ranges in CIDR notation (or bare addresses). The longest prefix wins;
 * of entries with the same range the later one. IPv4-mapped addresses are looked up as IPv4.
 * Throws `AddressError` for the first text that is no range.
 */
export function createAddressTable<T>(
  entries: readonly { readonly range: string; readonly value: T }[],
): AddressTable<T> {
  const ranges = entries.map((entry, number) => ({ ...parseRange(entry.range), number }));
  const values = entries.map((entry) => entry.value);
  const ipv4 = createIntervalIndex(
    ranges.filter((range) => range.version === 4),
    32,
  );
  const ipv6 = createIntervalIndex(
    ranges.filter((range) => range.version === 6),
    128,
  );
  return new TypedArrayTable(ipv4, ipv6, values);
}

/** A class, because it owns the scratch words that a look-up parses into. */
class TypedArrayTable<T> implements AddressTable<T> {
  readonly size: number;
  readonly #words = new Uint32Array(4);
  readonly #ipv4: IntervalIndex;
  readonly #ipv6: IntervalIndex;
  readonly #values: readonly T[];

  constructor(ipv4: IntervalIndex, ipv6: IntervalIndex, values: readonly T[]) {
    this.#ipv4 = ipv4;
    this.#ipv6 = ipv6;
    this.#values = values;
    this.size = values.length;
  }

  lookup(address: string): T | undefined {
    const version = readAddress(address, this.#words);
    if (version === 0) return undefined;
    const index = version === 4 ? this.#ipv4 : this.#ipv6;
    const number = index.find(this.#words);
    return number === -1 ? undefined : this.#values[number];
  }
}
