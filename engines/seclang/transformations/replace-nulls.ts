import { byteMap, mapBytes } from './map-bytes.ts';

const IMAGES = byteMap((byte) => (byte === 0 ? 0x20 : byte));

/** Description: NUL bytes become spaces. Example: `a\0b` gives `a b`. */
export function replaceNulls(value: string): string {
  return value.includes('\0') ? mapBytes(value, IMAGES) : value;
}
