import { byteAt, bytesOf, hexPairAt, textOf, unicodeByteAt } from './bytes.ts';

/**
 * Decodes `%XX` and `+` (application/x-www-form-urlencoded), and Microsoft's `%uXXXX` where `unicode` says so. A `%`
 * that begins neither stays. `value`: latin1.
 */
export function decodeForm(value: string, { unicode }: { readonly unicode: boolean }): string {
  if (!value.includes('%') && !value.includes('+')) return value;
  const bytes = bytesOf(value);
  const end = value.length;
  let length = 0;
  for (let at = 0; at < end; at += 1) {
    let byte = byteAt(bytes, at);
    if (byte === 0x2b) byte = 0x20;
    else if (byte === 0x25 && at + 1 < end) {
      const isUnicode = unicode && (byteAt(bytes, at + 1) | 0x20) === 0x75;
      const decoded = isUnicode ? unicodeByteAt(bytes, at + 2, end) : hexPairAt(bytes, at + 1, end);
      if (decoded !== -1) {
        byte = decoded;
        at += isUnicode ? 5 : 2;
      }
    }
    bytes[length++] = byte;
  }
  return textOf(bytes, length);
}
