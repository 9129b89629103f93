import { readAddress } from './address-reader.ts';

/** An address as a number: 32 bits for version 4, 128 bits for version 6. */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** All addresses that share the first `prefix` bits of `first`, whose other bits are 0. */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  /** 0 to 32, or 0 to 128. */
  readonly prefix: number;
}

/** Bits of an address. */
export function widthOf(version: IpAddress['version']): 32 | 128 {
  return version === 4 ? 32 : 128;
}

/** True when `range` holds `address`; never across versions. */
export function holdsAddress(range: AddressRange, address: IpAddress): boolean {
  if (range.version !== address.version) return false;
  const hostBits = BigInt(widthOf(range.version) - range.prefix);
  return address.value >> hostBits === range.first >> hostBits;
}

/** True when `wide` holds every address of `narrow`. Of two ranges that share an address one holds the other. */
export function holdsRange(wide: AddressRange, narrow: AddressRange): boolean {
  return wide.prefix <= narrow.prefix && holdsAddress(wide, { version: narrow.version, value: narrow.first });
}

/** The text is no address, or no range. */
export class AddressError extends Error {
  readonly code: 'not-an-address' | 'bad-prefix';

  constructor(code: AddressError['code'], message: string) {
    super(message);
    this.name = 'AddressError';
    this.code = code;
  }
}

/** Prefix length of `::ffff:0:0/96`, under which IPv4-mapped addresses are (RFC 4291 §2.5.5.2). */
const MAPPED_PREFIX = 96;

/**
 * Reads an IPv4 address (four decimal parts) or an IPv6 address (RFC 4291 §2.2; a zone after `%` is ignored).
 * An IPv4-mapped address is read as the IPv4 address that it carries. Throws {@link AddressError}.
 */
export function parseAddress(text: string): IpAddress {
  const words = new Uint32Array(4);
  const version = readAddress(text, words);
  if (version === 0) {
    throw new AddressError('not-an-address', `${quote(text)} is not an IPv4 or IPv6 address`);
  }
  if (version === 4) return { version, value: BigInt(words[3] ?? 0) };
  return { version, value: words.reduce((value, word) => (value << 32n) | BigInt(word), 0n) };
}

/**
 * Reads `address/prefix` (RFC 4632 §3.1, RFC 4291 §2.3); a bare address is a range of one.
 * Bits behind the prefix are set to 0. Throws {@link AddressError}.
 */
export function parseRange(text: string): AddressRange {
  const slash = text.indexOf('/');
  const host = slash === -1 ? text : text.slice(0, slash);
  const { version, value } = parseAddress(host);
  const width = widthOf(version);
  // `::ffff:192.0.2.0/120` counts the bits of the IPv6 form.
  const shift = version === 4 && host.includes(':') ? MAPPED_PREFIX : 0;
  const prefix = slash === -1 ? width : parsePrefix(text, slash) - shift;
  if (prefix < 0 || prefix > width) {
    throw new AddressError(
      'bad-prefix',
      `the prefix of ${quote(text)} must be a number from ${shift} to ${width + shift}`,
    );
  }
  const hostBits = BigInt(width - prefix);
  return { version, first: (value >> hostBits) << hostBits, prefix };
}

function parsePrefix(text: string, slash: number): number {
  const digits = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(digits)) {
    throw new AddressError(
      'bad-prefix',
      `the prefix of ${quote(text)} must be a number of bits, as in 192.0.2.0/24`,
    );
  }
  return Number(digits);
}

/** The range in canonical form, `first/prefix`; a range of one address is written as that address. */
export function formatRange({ version, first, prefix }: AddressRange): string {
  const address = formatAddress({ version, value: first });
  return prefix === widthOf(version) ? address : `${address}/${prefix}`;
}

/** The address in canonical form: dotted decimal, or RFC 5952 §4. */
export function formatAddress(address: IpAddress): string {
  if (address.version === 4) return formatIpv4(address.value);
  const groups = Array.from({ length: 8 }, (_, at) =>
    Number((address.value >> BigInt(112 - 16 * at)) & 0xffffn),
  );
  const { start, length } = longestZeroRun(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

function formatIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
}

/** The first of the longest runs of zero groups (RFC 5952 §4.2.3). */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  groups.forEach((group, at) => {
    if (group !== 0) start = at + 1;
    else if (at + 1 - start > best.length) best = { start, length: at + 1 - start };
  });
  return best;
}

/** Bounded and free of control characters, so that hostile text can be shown. */
function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
