import { byteAt, hexPairAt } from './bytes.ts';
import { CONTROL_ESCAPES, decodeEscapes, packEscape, readOctal } from './escapes.ts';

/**
 * Description: decodes ANSI C escapes: `\a \b \f \n \r \t \v \\ \? \' \"`, `\xHH` and `\OOO` (of those
 * above 377 the low byte stays); a backslash before anything else is dropped, one at the end stays. Example: `\x41\n` gives `A` and a line feed.
 */
export function escapeSeqDecode(value: string): string {
  return decodeEscapes(value, readEscape);
}

function readEscape(bytes: Uint8Array, at: number, end: number): number {
  const kind = byteAt(bytes, at);
  const control = byteAt(CONTROL_ESCAPES, kind);
  if (control !== 0) return packEscape(control, 1);
  if (kind === 0x78) {
    const byte = hexPairAt(bytes, at + 1, end);
    if (byte !== -1) return packEscape(byte, 3);
  }
  const octal = readOctal(bytes, at, end);
  return octal === 0 ? packEscape(kind, 1) : packEscape(octal & 0xff, octal >> 9);
}
