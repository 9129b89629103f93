/** The far end of a connection, of a SOCKADDR record. */
export interface SocketAddress {
  /** IPv4 in dotted form, or IPv6 in the form of RFC 5952; IPv4 inside of IPv6 is given as IPv4. */
  readonly address: string;
  readonly port: number;
}

const INET = 2;
const INET6 = 10;

/**
 * Decodes `saddr` of a SOCKADDR record: `struct sockaddr` in hexadecimal, the family in the machine's byte order, port
 * and address in the network's (ip(7), ipv6(7)). Null for other families and for text that is no such structure.
 */
export function decodeSocketAddress(saddr: string): SocketAddress | null {
  if (!/^[0-9A-Fa-f]{16,256}$/.test(saddr)) return null;
  const byteAt = (at: number) => Number.parseInt(saddr.slice(at * 2, at * 2 + 2), 16);
  const family = byteAt(0) + byteAt(1);
  if (byteAt(0) !== 0 && byteAt(1) !== 0) return null;
  const port = byteAt(2) * 256 + byteAt(3);
  if (family === INET) return { address: [4, 5, 6, 7].map(byteAt).join('.'), port };
  if (family !== INET6 || saddr.length < 48) return null;
  const groups = Array.from({ length: 8 }, (_, index) => byteAt(8 + index * 2) * 256 + byteAt(9 + index * 2));
  return { address: ipv6Text(groups), port };
}

function ipv6Text(groups: readonly number[]): string {
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) {
    const [high = 0, low = 0] = groups.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  }
  const text = groups.map((group) => group.toString(16)).join(':');
  const runs = [...text.matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)];
  const longest = runs.reduce<RegExpExecArray | null>(
    (best, run) => (best === null || run[0].length > best[0].length ? run : best),
    null,
  );
  if (longest === null) return text;
  const before = text.slice(0, longest.index).replace(/:$/, '');
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}
