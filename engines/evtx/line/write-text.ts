import type { LineBuffer } from './line-buffer.ts';

/** 0 for characters that stand in JSON as they are; the letter of a short escape, or 1 for `\u00xx` (RFC 8259 §7). */
const ESCAPE = new Uint8Array(128);
ESCAPE.fill(1, 0, 32);
for (const [character, letter] of ['\bb', '\tt', '\nn', '\ff', '\rr', '""', '\\\\'])
  ESCAPE[(character ?? '').charCodeAt(0)] = (letter ?? '').charCodeAt(0);

const HEX = Buffer.from('0123456789abcdef');

/** Most bytes that one unit of UTF-16 becomes: `\ud800`. */
const UNIT_BYTES = 6;

/** Appends UTF-16 little-endian as a JSON string. A lone surrogate is escaped, as JSON.stringify does. */
export function writeUtf16(into: LineBuffer, source: Uint8Array, range: { at: number; end: number }): void {
  const { end } = range;
  into.ensure(2 + ((end - range.at) >> 1) * UNIT_BYTES);
  const target = into.bytes;
  let to = into.length;
  target[to++] = 0x22;
  let at = range.at;
  for (; at < end; at += 2) {
    const low = source[at] as number;
    if (source[at + 1] !== 0 || low > 127) {
      const unit = low | ((source[at + 1] as number) << 8);
      const next = at + 2 < end ? (source[at + 2] as number) | ((source[at + 3] as number) << 8) : 0;
      to = writeUnit(target, to, { unit, next });
      if (isPair(unit, next)) at += 2;
    } else if (ESCAPE[low] === 0) target[to++] = low;
    else to = writeEscape(target, to, low);
  }
  target[to++] = 0x22;
  into.length = to;
}

function isPair(unit: number, next: number): boolean {
  return (unit & 0xfc00) === 0xd800 && (next & 0xfc00) === 0xdc00;
}

function writeEscape(target: Uint8Array, at: number, character: number): number {
  let to = at;
  target[to++] = 0x5c;
  const letter = ESCAPE[character] as number;
  if (letter !== 1) {
    target[to++] = letter;
    return to;
  }
  return writeHexUnit(target, to, character);
}

/** `uxxxx`. */
function writeHexUnit(target: Uint8Array, at: number, unit: number): number {
  target[at] = 0x75;
  for (let digit = 0; digit < 4; digit += 1)
    target[at + 1 + digit] = HEX[(unit >> (12 - 4 * digit)) & 15] as number;
  return at + 5;
}

/** A unit past ASCII in UTF-8 (RFC 3629 §3), with the next one where the two are a pair. */
function writeUnit(target: Uint8Array, at: number, units: { unit: number; next: number }): number {
  const { unit, next } = units;
  if (unit < 0x800) {
    target[at] = 0xc0 | (unit >> 6);
    target[at + 1] = 0x80 | (unit & 63);
    return at + 2;
  }
  if (isPair(unit, next)) {
    const point = 0x10000 + ((unit & 0x3ff) << 10) + (next & 0x3ff);
    target[at] = 0xf0 | (point >> 18);
    target[at + 1] = 0x80 | ((point >> 12) & 63);
    target[at + 2] = 0x80 | ((point >> 6) & 63);
    target[at + 3] = 0x80 | (point & 63);
    return at + 4;
  }
  if ((unit & 0xf800) === 0xd800) {
    target[at] = 0x5c;
    return writeHexUnit(target, at + 1, unit);
  }
  target[at] = 0xe0 | (unit >> 12);
  target[at + 1] = 0x80 | ((unit >> 6) & 63);
  target[at + 2] = 0x80 | (unit & 63);
  return at + 3;
}
