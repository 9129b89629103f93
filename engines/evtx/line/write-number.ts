import { type CivilTime, splitFiletime } from '../value/filetime.ts';
import type { LineBuffer } from './line-buffer.ts';

const UPPER = Buffer.from('0123456789ABCDEF');
const LOWER = Buffer.from('0123456789abcdef');
const ZERO = 0x30;

/** Appends a whole number below 2^53. */
export function writeInteger(into: LineBuffer, value: number): void {
  into.ensure(20);
  const { bytes } = into;
  let rest = value;
  if (rest < 0) {
    bytes[into.length++] = 0x2d;
    rest = -rest;
  }
  let digits = 1;
  for (let power = 10; power <= rest; power *= 10) digits += 1;
  for (let at = into.length + digits - 1; at >= into.length; at -= 1) {
    const next = Math.floor(rest / 10);
    bytes[at] = ZERO + (rest - next * 10);
    rest = next;
  }
  into.length += digits;
}

/** Appends `"0x3e7"`, without leading zeros. */
export function writeHex(into: LineBuffer, low: number, high: number): void {
  into.ensure(20);
  const { bytes } = into;
  let to = into.length;
  bytes[to++] = 0x22;
  bytes[to++] = ZERO;
  bytes[to++] = 0x78;
  let digits = high === 0 ? 8 - (Math.clz32(low) >> 2) : 16 - (Math.clz32(high) >> 2);
  if (digits === 0) digits = 1;
  for (let digit = digits - 1; digit >= 0; digit -= 1)
    bytes[to++] = LOWER[((digit < 8 ? low : high) >>> ((digit & 7) * 4)) & 15] as number;
  bytes[to++] = 0x22;
  into.length = to;
}

/** In which order the bytes of a GUID are written, and 255 for its hyphens. */
const GUID_ORDER = [3, 2, 1, 0, 255, 5, 4, 255, 7, 6, 255, 8, 9, 255, 10, 11, 12, 13, 14, 15] as const;

/** Appends `"{54849625-5478-4994-A5BA-3E3B0328C30D}"`. */
export function writeGuid(into: LineBuffer, source: Uint8Array, at: number): void {
  into.ensure(40);
  const { bytes } = into;
  let to = into.length;
  bytes[to++] = 0x22;
  bytes[to++] = 0x7b;
  for (const place of GUID_ORDER) {
    if (place === 255) {
      bytes[to++] = 0x2d;
      continue;
    }
    const byte = source[at + place] as number;
    bytes[to++] = UPPER[byte >> 4] as number;
    bytes[to++] = UPPER[byte & 15] as number;
  }
  bytes[to++] = 0x7d;
  bytes[to++] = 0x22;
  into.length = to;
}

const TIME: CivilTime = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, ticks: 0 };

/** Appends `"2019-08-14T14:06:44.4956748Z"`. */
export function writeFiletime(into: LineBuffer, low: number, high: number): void {
  splitFiletime(low, high, TIME);
  into.ensure(40);
  into.bytes[into.length++] = 0x22;
  writePadded(into, TIME.year, TIME.year > 9999 ? 5 : 4, 0x2d);
  writePadded(into, TIME.month, 2, 0x2d);
  writePadded(into, TIME.day, 2, 0x54);
  writePadded(into, TIME.hour, 2, 0x3a);
  writePadded(into, TIME.minute, 2, 0x3a);
  writePadded(into, TIME.second, 2, 0x2e);
  writePadded(into, TIME.ticks, 7, 0x5a);
  into.bytes[into.length++] = 0x22;
}

/** Digits with leading zeros, and the byte after them. */
function writePadded(into: LineBuffer, value: number, width: number, after: number): void {
  const { bytes } = into;
  let rest = value;
  for (let at = into.length + width - 1; at >= into.length; at -= 1) {
    const next = Math.floor(rest / 10);
    bytes[at] = ZERO + (rest - next * 10);
    rest = next;
  }
  bytes[into.length + width] = after;
  into.length += width + 1;
}
