import type { BlocklistUse } from '@dejfa/seclang';
import { BlocklistAsker } from '../adapters/blocklist/index.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import type { Config } from '../config/index.ts';
import type { GatewayParts } from './gateway-options.ts';
import type { Notices } from './notices.ts';

/** Who asks block lists; null where the configuration does not want it: it tells others who visits the services. */
export function blocklistAsker({ content }: Config, notices: Notices): BlocklistAsker | null {
  const { ask, ...options } = content.blocklists;
  if (!ask) return null;
  return new BlocklistAsker({ ...options, clock: systemClock, warn: (text) => notices.warn(text) });
}

/** What the gateway does before it inspects: nothing where nobody asks, or no loaded rule names a list. */
export function askingFirst(
  asker: BlocklistAsker | null,
  use: BlocklistUse,
): Pick<GatewayParts, 'beforeInspection'> {
  if (asker === null || use.lists.length === 0) return {};
  return { beforeInspection: (address) => asker.ask(address, use) };
}
