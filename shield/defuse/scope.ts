import { type AddressRange, formatRange, parseRange, widthOf } from '@dejfa/match';
import type { DecisionScope } from '../model/index.ts';

/**
 * What a person wrote as an address or range, as a scope in canonical form: bits behind the prefix are 0, IPv6 as
 * RFC 5952 writes it, a range of one is an address. Throws `AddressError` (of @dejfa/match) for anything else.
 */
export function parseScope(text: string): DecisionScope {
  return scopeOfRange(parseRange(text.trim()));
}

/** The scope of a range, in canonical form. */
export function scopeOfRange(range: AddressRange): DecisionScope {
  const kind = range.prefix === widthOf(range.version) ? 'address' : 'range';
  return { kind, value: formatRange(range) };
}

/** Shortest prefixes that one person may block: a /24 or a /48, as DESIGN sets them. */
const WIDEST = { 4: 24, 6: 48 } as const;

/** Why a scope is too wide for one person to block; null when it is not. */
export function tooWide(scope: DecisionScope): string | null {
  const { version, prefix } = parseRange(scope.value);
  const widest = WIDEST[version];
  if (prefix >= widest) return null;
  return `${scope.value} is wider than /${widest}: block narrower ranges instead`;
}
