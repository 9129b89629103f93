import { AddressError, type AddressRange, formatAddress, parseAddress, parseRange } from '@dejfa/match';
import type { DecisionScope } from '../../../model/index.ts';

const FORMS = 'expected an address such as 192.0.2.7 or 2001:db8::7, or a range such as 192.0.2.0/24';

/** A scope in canonical form, with the range behind it. */
export interface ParsedScope {
  readonly scope: DecisionScope;
  readonly range: AddressRange;
}

/**
 * Reads an address or a range in CIDR notation into canonical form; a range of one address is that address.
 * Returns a sentence where `text` is neither.
 */
export function parseScope(text: string): ParsedScope | string {
  // A zone names a link of one machine and means nothing to an enforcement point.
  if (text.includes('%')) return FORMS;
  try {
    const range = parseRange(text.trim());
    const first = formatAddress({ version: range.version, value: range.first });
    if (range.prefix === widthOf(range)) return { scope: { kind: 'address', value: first }, range };
    return { scope: { kind: 'range', value: `${first}/${range.prefix}` }, range };
  } catch (cause) {
    if (cause instanceof AddressError) return cause.code === 'bad-prefix' ? cause.message : FORMS;
    throw cause;
  }
}

/** Up to 2^128, hence a bigint. */
export function addressCount(range: AddressRange): bigint {
  return 1n << BigInt(widthOf(range) - range.prefix);
}

/** False also where `address` is none, for example the name of an account. */
export function includesAddress(range: AddressRange, address: string): boolean {
  try {
    const { version, value } = parseAddress(address);
    return version === range.version && holds(range, value);
  } catch (cause) {
    if (cause instanceof AddressError) return false;
    throw cause;
  }
}

/** Two prefixes overlap exactly when one holds the other's first address. */
export function overlaps(left: AddressRange, right: AddressRange): boolean {
  return left.version === right.version && (holds(left, right.first) || holds(right, left.first));
}

function holds(range: AddressRange, value: bigint): boolean {
  const hostBits = BigInt(widthOf(range) - range.prefix);
  return value >> hostBits === range.first >> hostBits;
}

function widthOf(range: AddressRange): 32 | 128 {
  return range.version === 4 ? 32 : 128;
}
