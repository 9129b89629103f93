import { type AddressTable, createAddressTable } from '@dejfa/match';
import type { GuardRails } from './repeat-offender.ts';

/** Sources that no policy may block by itself: addresses, or ranges in CIDR notation. */
export interface ProtectedSources {
  /** `defuse.never` of the configuration. */
  readonly never: readonly string[];
  /** Own proxies: blocking one would block everybody behind it. */
  readonly trustedProxies: readonly string[];
  /** Per service, its `allow` list. */
  readonly allow: ReadonlyMap<string, readonly string[]>;
}

/** Guard rails from the configuration, built once. */
export function createGuardRails(sources: ProtectedSources): GuardRails {
  const never = tableOf(sources.never);
  const proxies = tableOf(sources.trustedProxies);
  const allow = new Map([...sources.allow].map(([service, ranges]) => [service, tableOf(ranges)]));
  return {
    protects(address, service) {
      if (never.lookup(address)) return `${address} is in defuse.never`;
      if (proxies.lookup(address)) return `${address} is a trusted proxy`;
      for (const [name, table] of allow) {
        if ((service === null || service === name) && table.lookup(address)) {
          return `${address} is in the allow list of ${name}`;
        }
      }
      return null;
    },
  };
}

function tableOf(ranges: readonly string[]): AddressTable<true> {
  return createAddressTable(ranges.map((range) => ({ range, value: true as const })));
}
