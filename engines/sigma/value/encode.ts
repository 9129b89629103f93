/**
 * Encodings that modifiers apply to values. A "byte text" holds one byte a character (code points 0 to 255).
 * Source: modifiers appendix 2.1.0, "Encoding".
 */

/** UTF-8 bytes of `text`. */
export function utf8Bytes(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** UTF-16 bytes of `text`, low byte first (`utf16le`, `wide`) or high byte first (`utf16be`). */
export function utf16Bytes(text: string, order: 'le' | 'be'): string {
  let bytes = '';
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const low = String.fromCharCode(unit & 0xff);
    const high = String.fromCharCode(unit >> 8);
    bytes += order === 'le' ? low + high : high + low;
  }
  return bytes;
}

/** Base64 (RFC 4648 section 4) of a byte text. */
export function base64(bytes: string): string {
  return btoa(bytes);
}

/**
 * The three forms that bytes can take inside a longer Base64 text, one for each position modulo three: bytes before
 * them are unknown, so the characters at either end that depend on neighbours are cut off.
 */
export function base64AtOffsets(bytes: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = btoa('\0'.repeat(offset) + bytes);
    const start = [0, 2, 3][offset] ?? 0;
    const tail = [0, 3, 2][(bytes.length + offset) % 3] ?? 0;
    return encoded.slice(start, encoded.length - tail);
  });
}
