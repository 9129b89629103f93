/**
 * Text as the bytes that requests are compared with: its UTF-8 encoding, one latin1 character a byte.
 * Text without characters above U+007F comes back as it is.
 */
export function toBytes(text: string): string {
  return Buffer.byteLength(text, 'utf8') === text.length
    ? text
    : Buffer.from(text, 'utf8').toString('latin1');
}
