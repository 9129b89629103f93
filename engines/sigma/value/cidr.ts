/** An address range; `bits` leading bits of `words` (16 bits each, 2 for IPv4, 8 for IPv6) are fixed. */
export interface AddressRange {
  readonly words: readonly number[];
  readonly bits: number;
}

/**
 * Reads `192.0.2.0/24` or `2001:db8::/32`; an address without a prefix length is a range of one.
 * Returns null for anything else. Host bits may be set; they are ignored.
 */
export function parseCidr(text: string): AddressRange | null {
  const slash = text.indexOf('/');
  const words = parseAddress(slash === -1 ? text : text.slice(0, slash));
  if (words === null) return null;
  const width = words.length * 16;
  if (slash === -1) return { words, bits: width };
  const prefix = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > width) return null;
  return { words, bits: Number(prefix) };
}

/** Whether the text is an address inside the range; text that is no address is outside. */
export function rangeHolds(range: AddressRange, text: string): boolean {
  const words = parseAddress(text);
  if (words === null || words.length !== range.words.length) return false;
  for (let index = 0, left = range.bits; left > 0; index += 1, left -= 16) {
    const shift = left >= 16 ? 0 : 16 - left;
    if ((words[index] ?? 0) >> shift !== (range.words[index] ?? 0) >> shift) return false;
  }
  return true;
}

/** Words of an IPv4 address (2) or an IPv6 address (8, RFC 4291 section 2.2), or null. */
function parseAddress(text: string): readonly number[] | null {
  if (text.length > 45) return null;
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): readonly number[] | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (parts === null) return null;
  const [a = 0, b = 0, c = 0, d = 0] = parts.slice(1).map(Number);
  return Math.max(a, b, c, d) > 255 ? null : [a * 256 + b, c * 256 + d];
}

function parseIpv6(text: string): readonly number[] | null {
  const zone = text.indexOf('%');
  const halves = (zone === -1 ? text : text.slice(0, zone)).split('::');
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0] ?? '');
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '') : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

function parseGroups(text: string): readonly number[] | null {
  if (text === '') return [];
  const groups = text.split(':');
  const words: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (index === groups.length - 1 && group.includes('.')) {
      const embedded = parseIpv4(group);
      if (embedded === null) return null;
      words.push(...embedded);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(group)) words.push(Number.parseInt(group, 16));
    else return null;
  }
  return words;
}
