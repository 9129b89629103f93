import { type IpAddress, parseAddress } from '@dejfa/match';

/** What is asked of a block list. */
export interface BlocklistQuestion {
  /** The DNS name whose A record is the answer. Holds the key of http:BL, which is a secret. */
  readonly name: string;
  /** The same without the key; what rules and logs get to see. */
  readonly shown: string;
}

/** Most characters of a DNS name as text (RFC 1035 §2.3.4, without the final dot). */
const NAME_LIMIT = 253;

/** Whether a text is a domain name that can be asked of: labels of letters, digits, hyphens and underscores. */
export function isDomainName(text: string): boolean {
  if (text.length > NAME_LIMIT) return false;
  return text.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label));
}

/** Whether a list is http:BL of Project Honey Pot, which wants a key and gives numbers of another meaning. */
export function isHttpBl(list: string): boolean {
  return /(?:^|\.)httpbl\.org$/i.test(list);
}

/**
 * What to ask `list` about `value`: an IPv4 address backwards, an IPv6 address backwards by nibbles, a domain name as
 * it is, before the name of the list (RFC 5782 §2.1, §2.2, §2.4); for http:BL the key before that, and IPv4 alone
 * (http:BL API specification). Null where there is nothing to ask: the value is neither, the name would be too long,
 * or http:BL has no key.
 */
export function questionOf(list: string, value: string, httpBlKey: string | null): BlocklistQuestion | null {
  const address = addressIn(value);
  const subject = address === null ? value : backwards(address);
  const shown = `${subject}.${list}`;
  if (address === null && !isDomainName(value)) return null;
  if (!isHttpBl(list)) return isDomainName(shown) ? { name: shown, shown } : null;
  if (httpBlKey === null || address?.version !== 4) return null;
  return { name: `${httpBlKey}.${shown}`, shown };
}

function addressIn(value: string): IpAddress | null {
  if (!/^[0-9a-f.:]{2,45}$/i.test(value) || !/[.:]/.test(value)) return null;
  try {
    return parseAddress(value);
  } catch {
    return null;
  }
}

function backwards({ version, value }: IpAddress): string {
  const isFour = version === 4;
  const base = isFour ? 256n : 16n;
  let rest = value;
  return Array.from({ length: isFour ? 4 : 32 }, () => {
    const part = rest % base;
    rest /= base;
    return part.toString(isFour ? 10 : 16);
  }).join('.');
}
