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
  const end = value.length;
  // An ampersand stands between the fields of each form, and few begin an entity.
  let first = value.indexOf('&');
  while (first !== -1 && readEntity(value, first + 1, end) === 0) first = value.indexOf('&', first + 1);
  if (first === -1) return value;
  const bytes = bytesOf(value);
  let length = first;
  for (let at = first; at < end; at += 1) {
    const code = byteAt(bytes, at);
    const entity = code === 0x26 ? readEntity(value, at + 1, end) : 0;
    bytes[length++] = entity === 0 ? code : entity & 0xff;
    at += entity >>> 8;
  }
  return textOf(bytes, length);
}

/** What stands for a character behind `&`, as `size << 8 | byte`, its semicolon counted; 0 where there is nothing. */
function readEntity(text: string, at: number, end: number): number {
  if (at >= end) return 0;
  if (text.charCodeAt(at) !== 0x23) return readName(text, at, end);
  const isHex = at + 1 < end && (text.charCodeAt(at + 1) | 0x20) === 0x78;
  const radix = isHex ? 16 : 10;
  const start = at + (isHex ? 2 : 1);
  let next = start;
  let low = 0;
  let size = 0;
  for (; next < end; next += 1) {
    const digit = hexValue(text.charCodeAt(next));
    if (digit === -1 || digit >= radix) break;
    low = (low * radix + digit) & 0xff;
    size = size * radix + digit;
  }
  if (next === start) return 0;
  return packEntity(size >= LARGEST ? 0xff : low, text, { from: at, next });
}

function readName(text: string, at: number, end: number): number {
  let next = at;
  let key = 0;
  for (; next < end && NAME_BYTES[text.charCodeAt(next)] === 1; next += 1) {
    if (next - at === LONGEST_NAME) return 0;
    key = (key << 8) | text.charCodeAt(next) | 0x20;
  }
  const byte = NAMED.get(key);
  return byte === undefined ? 0 : packEntity(byte, text, { from: at, next });
}

/** A name of at most four letters as one number. */
function keyOf(name: string): number {
  return [...name].reduce((key, char) => (key << 8) | char.charCodeAt(0), 0);
}

function packEntity(
  byte: number,
  text: string,
  { from, next }: { readonly from: number; readonly next: number },
): number {
  const closed = text.charCodeAt(next) === 0x3b ? 1 : 0;
  return ((next + closed - from) << 8) | byte;
}
