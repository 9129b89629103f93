import { byteMap, mapBytes } from './map-bytes.ts';

const EVEN = byteMap((byte) => (isOdd(byte & 0x7f) ? byte | 0x80 : byte & 0x7f));
const ODD = byteMap((byte) => (isOdd(byte & 0x7f) ? byte & 0x7f : byte | 0x80));
const ZERO = byteMap((byte) => byte & 0x7f);

/** Description: sets the top bit of each byte so that its number of ones is even. */
export function parityEven7bit(value: string): string {
  return mapBytes(value, EVEN);
}

/** Description: sets the top bit of each byte so that its number of ones is odd. */
export function parityOdd7bit(value: string): string {
  return mapBytes(value, ODD);
}

/** Description: clears the top bit of each byte. */
export function parityZero7bit(value: string): string {
  return mapBytes(value, ZERO);
}

function isOdd(byte: number): boolean {
  const folded = byte ^ (byte >> 4);
  return ((0x6996 >> (folded & 15)) & 1) === 1;
}
