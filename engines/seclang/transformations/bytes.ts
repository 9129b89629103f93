/** Value of an ASCII hexadecimal digit, or -1. Takes NaN (past the end of a string) too. */
export function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  if (code >= 65 && code <= 70) return code - 55;
  return -1;
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

/**
 * Value of four hexadecimal digits at `at` as one byte, or -1. Full-width forms (U+FF01 to U+FF5E)
 * become the ASCII characters that they look like; of others the low byte stays, as in ModSecurity.
 */
export function unicodeByte(text: string, at: number): number {
  const high = hexPair(text, at);
  const low = hexPair(text, at + 2);
  if (high === -1 || low === -1) return -1;
  return high === 0xff && low > 0 && low < 0x5f ? low + 0x20 : low;
}

/** Bytes of a latin1 string, in a buffer of the same length that the caller may overwrite. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
