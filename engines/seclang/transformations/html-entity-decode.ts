import { byteAt, bytesOf, flagsOf, hexValue, textOf } from './bytes.ts';

/** Entities that ModSecurity knows by name; no others are decoded. */
const NAMED: ReadonlyMap<number, number> = new Map([
  [keyOf('quot'), 0x22],
  [keyOf('amp'), 0x26],
  [keyOf('lt'), 0x3c],
  [keyOf('gt'), 0x3e],
  [keyOf('nbsp'), 0xa0],
]);
const LONGEST_NAME = 4;
const NAME_BYTES = flagsOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
/** Numbers above it are read as the largest (C's `strtol`). */
const LARGEST = 2 ** 63;

/**
 * Description: decodes `&#xHH;`, `&#DD;` (the semicolon may be absent) and the names quot, amp, lt, gt and nbsp.
 * Code points above 255 keep their low byte. Example: `&lt;&#x61;&#98` gives `<ab`.
 */
export function htmlEntityDecode(value: string): string {
  const first = value.indexOf('&');
  if (first === -1) return value;
  const bytes = bytesOf(value);
  const end = value.length;
  let length = first;
  for (let at = first; at < end; at += 1) {
    const code = byteAt(bytes, at);
    const entity = code === 0x26 ? readEntity(bytes, at + 1, end) : 0;
    bytes[length++] = entity === 0 ? code : entity & 0xff;
    at += entity >>> 8;
  }
  return textOf(bytes, length);
}

/** What stands for a character behind `&`, as `size << 8 | byte`, its semicolon counted; 0 where there is nothing. */
function readEntity(bytes: Buffer, at: number, end: number): number {
  if (at >= end) return 0;
  if (byteAt(bytes, at) !== 0x23) return readName(bytes, at, end);
  const isHex = at + 1 < end && (byteAt(bytes, at + 1) | 0x20) === 0x78;
  const radix = isHex ? 16 : 10;
  const start = at + (isHex ? 2 : 1);
  let next = start;
  let low = 0;
  let size = 0;
  for (; next < end; next += 1) {
    const digit = hexValue(byteAt(bytes, next));
    if (digit === -1 || digit >= radix) break;
    low = (low * radix + digit) & 0xff;
    size = size * radix + digit;
  }
  if (next === start) return 0;
  return packEntity(size >= LARGEST ? 0xff : low, { bytes, from: at, next, end });
}

function readName(bytes: Buffer, at: number, end: number): number {
  let next = at;
  let key = 0;
  for (; next < end && byteAt(NAME_BYTES, byteAt(bytes, next)) === 1; next += 1) {
    if (next - at === LONGEST_NAME) return 0;
    key = (key << 8) | byteAt(bytes, next) | 0x20;
  }
  const byte = NAMED.get(key);
  return byte === undefined ? 0 : packEntity(byte, { bytes, from: at, next, end });
}

/** A name of at most four letters as one number. */
function keyOf(name: string): number {
  return [...name].reduce((key, char) => (key << 8) | char.charCodeAt(0), 0);
}

function packEntity(
  byte: number,
  {
    bytes,
    from,
    next,
    end,
  }: { readonly bytes: Buffer; readonly from: number; next: number; readonly end: number },
): number {
  const closed = next < end && byteAt(bytes, next) === 0x3b ? 1 : 0;
  return ((next + closed - from) << 8) | byte;
}
