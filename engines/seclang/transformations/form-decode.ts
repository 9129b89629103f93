import { bytesOf, hexPair, unicodeByte } from './bytes.ts';

/**
 * Decodes `%XX` and `+` (application/x-www-form-urlencoded), and Microsoft's `%uXXXX` where `unicode` says so. A `%`
 * that begins neither stays. `value`: latin1.
 */
export function decodeForm(value: string, { unicode }: { readonly unicode: boolean }): string {
  if (!value.includes('%')) return value.includes('+') ? value.replaceAll('+', ' ') : value;
  const out = bytesOf(value);
  let length = 0;
  for (let at = 0; at < value.length; at += 1) {
    let byte = value.charCodeAt(at);
    if (byte === 0x2b) byte = 0x20;
    else if (byte === 0x25) {
      const isUnicode = unicode && (value.charCodeAt(at + 1) | 0x20) === 0x75;
      const decoded = isUnicode ? unicodeByte(value, at + 2) : hexPair(value, at + 1);
      if (decoded !== -1) {
        byte = decoded;
        at += isUnicode ? 5 : 2;
      }
    }
    out[length++] = byte;
  }
  return out.toString('latin1', 0, length);
}
