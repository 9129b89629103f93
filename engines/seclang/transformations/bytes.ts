/** Value of each byte as an ASCII hexadecimal digit; -1 where it is none. */
const HEX_VALUES = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit += 1) {
  const text = digit.toString(16);
  HEX_VALUES[text.charCodeAt(0)] = digit;
  HEX_VALUES[text.toUpperCase().charCodeAt(0)] = digit;
}

/** Value of an ASCII hexadecimal digit, or -1. Takes NaN (past the end of a string) too. */
export function hexValue(code: number): number {
  return HEX_VALUES[code] ?? -1;
}

/** White space as C's `isspace` has it in the C locale. */
export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Value of two hexadecimal digits at `at`, or -1 where they are not there. */
export function hexPair(text: string, at: number): number {
  const high = hexValue(text.charCodeAt(at));
  const low = hexValue(text.charCodeAt(at + 1));
  return high === -1 || low === -1 ? -1 : high * 16 + low;
}

/** Room for the value under transformation; what stands in it is of no use after the next `bytesOf`. */
const ROOM = Buffer.alloc(1 << 18);

/**
 * Bytes of a latin1 string, in a buffer that the caller may overwrite and must be done with before the next call:
 * values are transformed one after the other, most of them short, and a buffer each would cost more than the work.
 * The buffer may be longer than the text.
 */
export function bytesOf(text: string): Buffer {
  const bytes = text.length <= ROOM.length ? ROOM : Buffer.alloc(text.length);
  bytes.write(text, 'latin1');
  return bytes;
}

/** The first `length` bytes as a latin1 string. */
export function textOf(bytes: Buffer, length: number): string {
  return bytes.toString('latin1', 0, length);
}

/** The byte at an offset that the caller knows to be inside the buffer. */
export function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

/** As `hexPair`, of the bytes before `end`. */
export function hexPairAt(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return -1;
  const high = hexValue(byteAt(bytes, at));
  const low = hexValue(byteAt(bytes, at + 1));
  return high === -1 || low === -1 ? -1 : high * 16 + low;
}

/** Value of four hexadecimal digits at `at` as one byte (see `narrow`), or -1 where they are not before `end`. */
export function unicodeByteAt(bytes: Uint8Array, at: number, end: number): number {
  const high = hexPairAt(bytes, at, end);
  const low = hexPairAt(bytes, at + 2, end);
  return high === -1 || low === -1 ? -1 : narrow(high * 256 + low);
}

/**
 * A code point as one byte: full-width forms (U+FF01 to U+FF5E) become the ASCII characters that they look like; of
 * others the low byte stays, as in ModSecurity.
 */
export function narrow(codePoint: number): number {
  const low = codePoint & 0xff;
  return codePoint >>> 8 === 0xff && low > 0 && low < 0x5f ? low + 0x20 : low;
}

/** Which bytes belong to a set: entry `b` is 1 where byte `b` does. */
export type ByteFlags = Uint8Array;

/** Flags of the latin1 characters of `chars`. */
export function flagsOf(chars: string): ByteFlags {
  const flags = new Uint8Array(256);
  for (const char of chars) flags[char.charCodeAt(0)] = 1;
  return flags;
}
