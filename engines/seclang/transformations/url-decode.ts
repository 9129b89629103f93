import { bytesOf, hexPair } from './bytes.ts';

/**
 * Description: decodes `%XX` and `+` (application/x-www-form-urlencoded). A `%` without two hexadecimal
 * digits stays. Example: `t:urlDecode` makes `a%20b+c%zz` `a b c%zz`.
 */
export function urlDecode(value: string): string {
  if (!value.includes('%')) return value.includes('+') ? value.replaceAll('+', ' ') : value;
  const out = bytesOf(value);
  let length = 0;
  for (let at = 0; at < value.length; at += 1) {
    let byte = value.charCodeAt(at);
    if (byte === 0x2b) byte = 0x20;
    else if (byte === 0x25) {
      const decoded = hexPair(value, at + 1);
      if (decoded !== -1) {
        byte = decoded;
        at += 2;
      }
    }
    out[length++] = byte;
  }
  return out.toString('latin1', 0, length);
}
