import { z } from 'zod';

const ipv4 = z.ipv4();
const ipv6 = z.ipv6();
const rangeV4 = z.cidrv4();
const rangeV6 = z.cidrv6();

/** An IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  return ipv4.safeParse(text).success || ipv6.safeParse(text).success;
}

/** A range in CIDR form, prefix included. */
export function isRange(text: string): boolean {
  return rangeV4.safeParse(text).success || rangeV6.safeParse(text).success;
}

/** True for addresses that only this machine can reach. */
export function isLoopback(address: string): boolean {
  return address === '::1' || (ipv4.safeParse(address).success && address.startsWith('127.'));
}

/** Schema of one IPv4 or IPv6 address; host names are not resolved. */
export function address() {
  return z.string().refine(isAddress, { error: 'is not an IP address' }).meta({
    expected: 'an IP address',
    help: 'write an IPv4 or IPv6 address, for example 127.0.0.1 or ::',
  });
}

/** Schema of an address with or without a port: `192.0.2.1`, `192.0.2.1:53`, `2001:db8::1`, `[2001:db8::1]:53`. */
export function socketAddress() {
  return z
    .string()
    .refine(
      (text) => {
        const parts = /^(?:\[([^\]]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text);
        if (parts === null) return isAddress(text);
        return isAddress(parts[1] ?? parts[2] ?? '') && Number(parts[3]) >= 1 && Number(parts[3]) <= 65_535;
      },
      { error: 'is not an IP address with or without a port' },
    )
    .meta({
      expected: 'an IP address, with or without a port',
      help: 'write an address, for example 192.0.2.1, 192.0.2.1:5353 or [2001:db8::1]:5353',
    });
}

/** Schema of an address or a range in CIDR form (RFC 4632, RFC 4291 §2.3). */
export function addressOrRange() {
  return z
    .string()
    .refine((text) => isAddress(text) || isRange(text), { error: 'is not an address or a range' })
    .meta({
      expected: 'an address or a CIDR range',
      help: 'write an address or a CIDR range, for example 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32',
    });
}

/** Schema of a TCP or UDP port; 0 lets the system choose one. */
export function port() {
  return z.int().min(0).max(65_535).meta({ expected: 'a port, 0 to 65535' });
}
