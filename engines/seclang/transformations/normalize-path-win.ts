import { byteMap, mapBytes } from './map-bytes.ts';
import { normalizePath } from './normalize-path.ts';

const IMAGES = byteMap((byte) => (byte === 0x5c ? 0x2f : byte));

/** Description: backslashes become slashes, then as `normalizePath`. Example: `a\..\b` gives `b`. */
export function normalizePathWin(value: string): string {
  return normalizePath(value.includes('\\') ? mapBytes(value, IMAGES) : value);
}
