import { byteAt, bytesOf, textOf } from './bytes.ts';

const HEX_DIGITS = Buffer.from('0123456789abcdef', 'latin1');
/** A sequence of two bytes may become seven. */
const GROWTH = 3.5;
/** Room for what comes out of values that are not long; of no use after the next one. */
const ROOM = Buffer.alloc(1 << 16);

/**
 * Description: UTF-8 sequences of two to four bytes become `%uHHHH` (up to six digits where four do not suffice). As
 * in ModSecurity, sequences that RFC 3629 forbids (overlong, surrogates, lead bytes F5 to F7) are decoded all the same
 * and followed by their first byte; a lead byte without what must follow it goes, as do NUL bytes; others stay.
 * With `urlDecodeUni` behind it, full-width letters become ASCII. Example: the bytes EF BC 9C give `%uff1c`.
 */
export function utf8toUnicode(value: string): string {
  if (!value.includes('\0') && !/[\xc0-\xf7]/.test(value)) return value;
  const bytes = bytesOf(value);
  const end = value.length;
  const out = end * GROWTH <= ROOM.length ? ROOM : Buffer.allocUnsafe(Math.ceil(end * GROWTH));
  let length = 0;
  for (let at = 0; at < end; ) {
    const lead = byteAt(bytes, at);
    const size = sequenceLength(lead);
    if (size === 1) {
      if (lead !== 0) out[length++] = lead;
      at += 1;
      continue;
    }
    const point = codePointAt(bytes, { at, size, end });
    if (point === -1) {
      at += 1;
      continue;
    }
    length = writePoint(out, length, point);
    if (isForbidden(point, size, lead)) out[length++] = lead;
    at += size;
  }
  return textOf(out, length);
}

/** Bytes that a lead byte promises; 1 for those that begin no sequence. */
function sequenceLength(lead: number): number {
  if (lead < 0xc0 || lead > 0xf7) return 1;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** Code point of a sequence; -1 where a byte that must follow is absent. */
function codePointAt(
  bytes: Uint8Array,
  { at, size, end }: { readonly at: number; readonly size: number; readonly end: number },
): number {
  if (at + size > end) return -1;
  let point = byteAt(bytes, at) & (0x7f >> size);
  for (let next = at + 1; next < at + size; next += 1) {
    const byte = byteAt(bytes, next);
    if ((byte & 0xc0) !== 0x80) return -1;
    point = (point << 6) | (byte & 0x3f);
  }
  return point;
}

function isForbidden(point: number, size: number, lead: number): boolean {
  const smallest = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000;
  return point < smallest || (point >= 0xd800 && point <= 0xdfff) || lead > 0xf4;
}

/** Writes `%u` and at least four digits; gives the offset behind them. */
function writePoint(out: Buffer, at: number, point: number): number {
  let length = at;
  out[length++] = 0x25;
  out[length++] = 0x75;
  if (point > 0xfffff) out[length++] = byteAt(HEX_DIGITS, point >> 20);
  if (point > 0xffff) out[length++] = byteAt(HEX_DIGITS, (point >> 16) & 15);
  for (let shift = 12; shift >= 0; shift -= 4) out[length++] = byteAt(HEX_DIGITS, (point >> shift) & 15);
  return length;
}
