import { byteAt, bytesOf, hexPairAt, textOf } from './bytes.ts';

/** Description: each byte becomes two lower-case hexadecimal digits. Example: `AB` gives `4142`. */
export function hexEncode(value: string): string {
  return bytesOf(value).toString('hex', 0, value.length);
}

/** Description: pairs of hexadecimal digits become bytes, up to the first that is none. Example: `4142` gives `AB`. */
export function hexDecode(value: string): string {
  return Buffer.from(value, 'hex').toString('latin1');
}

/** Description: decodes SQL's hexadecimal literals in place. Example: `0x414243` gives `ABC`. */
export function sqlHexDecode(value: string): string {
  if (!/0[xX]/.test(value)) return value;
  const bytes = bytesOf(value);
  const end = value.length;
  let length = 0;
  for (let at = 0; at < end; ) {
    const code = byteAt(bytes, at);
    const isLiteral = code === 0x30 && at + 1 < end && (byteAt(bytes, at + 1) | 0x20) === 0x78;
    let byte = isLiteral ? hexPairAt(bytes, at + 2, end) : -1;
    if (byte === -1) {
      bytes[length++] = code;
      at += 1;
      continue;
    }
    for (at += 2; byte !== -1; byte = hexPairAt(bytes, at, end)) {
      bytes[length++] = byte;
      at += 2;
    }
  }
  return length === end ? value : textOf(bytes, length);
}
