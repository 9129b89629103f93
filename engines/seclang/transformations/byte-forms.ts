import type { TransformationName } from './index.ts';

/**
 * Writes what a transformation makes of a value into a buffer, which must have room for as many bytes as the value has,
 * and gives their number. For transformations that change nearly every value: most of what they make is looked at once
 * and never needed as a text.
 */
export type ByteForm = (value: string, into: Uint8Array) => number;

/** Value of each base64 digit (RFC 4648 §4); 64 for line ends, 65 for other bytes. */
const DIGITS = new Uint8Array(256).fill(65);
for (const [value, digit] of Array.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
).entries()) {
  DIGITS[digit.charCodeAt(0)] = value;
}
DIGITS[0x0a] = 64;
DIGITS[0x0d] = 64;

/** As `base64Decode`: up to the first byte that is no digit; line ends are passed over. */
function base64Decode(value: string, into: Uint8Array): number {
  let bits = 0;
  let bitCount = 0;
  let length = 0;
  for (let at = 0; at < value.length; at += 1) {
    const digit = DIGITS[value.charCodeAt(at) & 0xff] ?? 65;
    if (digit === 64) continue;
    if (digit === 65) break;
    bits = ((bits << 6) | digit) & 0xffff;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    into[length] = (bits >> bitCount) & 0xff;
    length += 1;
  }
  return length;
}

/** The byte forms that there are; what they write equals what the transformation of that name gives. */
export const BYTE_FORMS: Readonly<Partial<Record<TransformationName, ByteForm>>> = { base64Decode };
