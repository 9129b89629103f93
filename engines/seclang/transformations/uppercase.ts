import { byteMap, mapBytes } from './map-bytes.ts';

const IMAGES = byteMap((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 32 : byte));

/** Description: ASCII letters become upper case. Example: `t:uppercase` makes `get` `GET`. */
export function uppercase(value: string): string {
  return mapBytes(value, IMAGES);
}
