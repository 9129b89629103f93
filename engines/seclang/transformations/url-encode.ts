import { byteAt, bytesOf, flagsOf, textOf } from './bytes.ts';

const PLAIN = flagsOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*');
const DIGITS = Buffer.from('0123456789abcdef', 'latin1');

/** Description: encodes all but ASCII letters, digits and `*` as `%xx`, space as `+`. Example: `a b&` gives `a+b%26`. */
export function urlEncode(value: string): string {
  const bytes = bytesOf(value);
  const out = Buffer.allocUnsafe(value.length * 3);
  let length = 0;
  for (let at = 0; at < value.length; at += 1) {
    const byte = byteAt(bytes, at);
    if (byteAt(PLAIN, byte) === 1) out[length++] = byte;
    else if (byte === 0x20) out[length++] = 0x2b;
    else {
      out[length++] = 0x25;
      out[length++] = byteAt(DIGITS, byte >> 4);
      out[length++] = byteAt(DIGITS, byte & 15);
    }
  }
  return length === value.length && !value.includes(' ') ? value : textOf(out, length);
}
