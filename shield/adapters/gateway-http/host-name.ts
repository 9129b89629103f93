/** A host as it stands in a Host field or an authority: lower case, without port, IPv6 without brackets. */
export interface HostName {
  readonly name: string;
  readonly port: number | null;
}

const HOST_LIMIT = 255;
const HOST = /^(?:([a-z0-9._-]+)|\[([0-9a-f:.]+)\])(?::([0-9]{0,5}))?$/;

/**
 * Reads `uri-host [ ":" port ]` (RFC 9110 §7.2). Narrower than the grammar of RFC 3986 on purpose: sub-delimiters
 * and percent-encoding in a host name serve nobody but attackers. Returns null for anything else.
 */
export function parseHost(text: string): HostName | null {
  if (text.length > HOST_LIMIT) return null;
  const match = HOST.exec(text.toLowerCase());
  if (match === null) return null;
  const name = match[1] ?? match[2] ?? '';
  const port = match[3] === undefined || match[3] === '' ? null : Number(match[3]);
  if (port !== null && port > 65_535) return null;
  return { name: name.length > 1 && name.endsWith('.') ? name.slice(0, -1) : name, port };
}
