import { BlockList, isIP } from 'node:net';
import { GatewayError } from './gateway-error.ts';

/** Peers whose forwarding header is believed. */
export interface TrustedProxies {
  has(address: string): boolean;
}

/** Throws `GatewayError` `bad-trusted-proxy` for an entry that is neither an address nor a CIDR range. */
export function trustedProxies(entries: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address);
    const width = bits === undefined ? undefined : Number(bits);
    const isWidth =
      width === undefined || (/^[0-9]{1,3}$/.test(bits ?? '') && width <= (family === 4 ? 32 : 128));
    if (family === 0 || !isWidth || entry.split('/').length > 2) {
      throw new GatewayError(
        'bad-trusted-proxy',
        `trusted proxy ${JSON.stringify(entry)} is neither an address nor a range such as 10.0.0.0/8`,
      );
    }
    if (width === undefined) list.addAddress(address, family === 4 ? 'ipv4' : 'ipv6');
    else list.addSubnet(address, width, family === 4 ? 'ipv4' : 'ipv6');
  }
  if (entries.length === 0) return { has: () => false };
  return {
    has(address) {
      const family = isIP(address);
      return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
    },
  };
}

/** An address without the IPv4-in-IPv6 prefix that a dual-stack socket puts before it (RFC 4291 §2.5.5.2). */
export function plainAddress(address: string | undefined): string {
  if (address === undefined) return '';
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}

/** Hops are read from the right; a longer list is cut there. */
const HOP_LIMIT = 32;

/**
 * Walks forwarding hops from the right (the nearest) while they are trusted. Returns the chain from the client on,
 * client first: the right-most untrusted address, then the trusted proxies after it; `peer` is always last.
 * What stands left of the client was written by the client and is dropped, like everything left of a hop that is
 * no address.
 */
export function forwardedChain(
  hops: readonly string[],
  peer: string,
  trusted: TrustedProxies,
): readonly string[] {
  const chain = [peer];
  let nearest = peer;
  for (let i = hops.length - 1; i >= 0 && hops.length - i <= HOP_LIMIT; i -= 1) {
    if (!trusted.has(nearest)) break;
    const address = addressOfHop(hops[i] ?? '');
    if (address === null) break;
    chain.unshift(address);
    nearest = address;
  }
  return chain;
}

/** The hops of X-Forwarded-For values, in order. */
export function hopsOfForwardedFor(values: readonly string[]): readonly string[] {
  return values.length === 0 ? [] : values.join(',').split(',');
}

/** The `for` hops of Forwarded values (RFC 7239 §4), in order; an element without one gives an empty hop. */
export function hopsOfForwarded(values: readonly string[]): readonly string[] {
  if (values.length === 0) return [];
  return values
    .join(',')
    .split(',')
    .map((element) => /(?:^|;)[ \t]*for=(?:"([^"]*)"|([^;\s"]*))/i.exec(element))
    .map((match) => match?.[1] ?? match?.[2] ?? '');
}

/** Reads `address`, `address:port`, `[ipv6]` or `[ipv6]:port`; null for `unknown`, obfuscated names and rubbish. */
function addressOfHop(hop: string): string | null {
  const text = hop.trim();
  const bracketed = /^\[([^\]]+)\](?::[0-9]{1,5})?$/.exec(text)?.[1];
  const dotted = /^([0-9.]+):[0-9]{1,5}$/.exec(text)?.[1];
  const address = plainAddress(bracketed ?? dotted ?? text);
  return isIP(address) === 0 ? null : address.toLowerCase();
}
