import {
  AddressError,
  type AddressRange,
  holdsAddress,
  holdsRange,
  parseAddress,
  parseRange,
  widthOf,
} from '@dejfa/match';
import { scopeOfRange } from '../../../defuse/scope.ts';
import type { DecisionScope } from '../../../model/index.ts';

const FORMS = 'expected an address such as 192.0.2.7 or 2001:db8::7, or a range such as 192.0.2.0/24';

/** A scope in canonical form, with the range behind it. */
export interface AskedScope {
  readonly scope: DecisionScope;
  readonly range: AddressRange;
}

/**
 * Reads an address or a range in CIDR notation into canonical form; a range of one address is that address.
 * Returns a sentence where `text` is neither.
 */
export function readAskedScope(text: string): AskedScope | string {
  // A zone names a link of one machine and means nothing to an enforcement point.
  if (text.includes('%')) return FORMS;
  try {
    const range = parseRange(text.trim());
    return { scope: scopeOfRange(range), range };
  } catch (cause) {
    if (cause instanceof AddressError) return cause.code === 'bad-prefix' ? cause.message : FORMS;
    throw cause;
  }
}

/** Up to 2^128, hence a bigint. */
export function addressCount(range: AddressRange): bigint {
  return 1n << BigInt(widthOf(range.version) - range.prefix);
}

/** False also where `address` is none, for example the name of an account. */
export function includesAddress(range: AddressRange, address: string): boolean {
  try {
    return holdsAddress(range, parseAddress(address));
  } catch (cause) {
    if (cause instanceof AddressError) return false;
    throw cause;
  }
}

/** True when the two ranges share an address. */
export function overlaps(left: AddressRange, right: AddressRange): boolean {
  return holdsRange(left, right) || holdsRange(right, left);
}
