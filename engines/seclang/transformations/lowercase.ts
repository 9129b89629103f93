import { byteMap, mapBytes } from './map-bytes.ts';

const IMAGES = byteMap((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte));

/** Description: ASCII letters become lower case. Example: `t:lowercase` makes `SeLeCT` `select`. */
export function lowercase(value: string): string {
  // The built-in function is faster, but would also change the bytes C0 to DE.
  return /[\xc0-\xde]/.test(value) ? mapBytes(value, IMAGES) : value.toLowerCase();
}
