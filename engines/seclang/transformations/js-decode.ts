import { byteAt, hexPairAt, unicodeByteAt } from './bytes.ts';
import { CONTROL_ESCAPES, decodeEscapes, packEscape, readOctal } from './escapes.ts';

/**
 * Description: decodes JavaScript escapes: `\uHHHH` (full-width forms become ASCII, of others the low byte stays),
 * `\xHH`, octal `\OOO` up to 377, and `\n` and its like; a backslash before any other character is dropped.
 * Example: `\x3cscript\u003e` gives `<script>`.
 */
export function jsDecode(value: string): string {
  return decodeEscapes(value, readEscape);
}

function readEscape(bytes: Uint8Array, at: number, end: number): number {
  const kind = byteAt(bytes, at);
  if (kind === 0x75) {
    const byte = unicodeByteAt(bytes, at + 1, end);
    if (byte !== -1) return packEscape(byte, 5);
  }
  if (kind === 0x78) {
    const byte = hexPairAt(bytes, at + 1, end);
    if (byte !== -1) return packEscape(byte, 3);
  }
  const control = byteAt(CONTROL_ESCAPES, kind);
  if (control !== 0) return packEscape(control, 1);
  const octal = readOctal(bytes, at, end);
  if (octal === 0) return packEscape(kind, 1);
  const value = octal & 0x1ff;
  // Three digits that exceed a byte are two, and a character.
  return value > 0xff ? packEscape(value >> 3, 2) : packEscape(value, octal >> 9);
}
