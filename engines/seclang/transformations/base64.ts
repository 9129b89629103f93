import { byteAt, bytesOf, flagsOf, textOf } from './bytes.ts';
import { dropBytes } from './drop-bytes.ts';

const ALPHABET = flagsOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const LINE_ENDS = flagsOf('\r\n');
const OTHERS = ALPHABET.map((flag) => 1 - flag);

/**
 * Description: decodes base64 up to the first byte that is none; line ends are passed over, and two or three digits
 * that are left over count. Example: `YQ==` gives `a`.
 */
export function base64Decode(value: string): string {
  const bytes = bytesOf(value);
  let length = 0;
  for (let at = 0; at < value.length; at += 1) {
    const byte = byteAt(bytes, at);
    if (byteAt(ALPHABET, byte) === 1) bytes[length++] = byte;
    else if (byteAt(LINE_ENDS, byte) === 0) break;
  }
  return decode(textOf(bytes, length));
}

/** Description: decodes base64 and skips all bytes that are none. Example: `Y Q=.=` gives `a`. */
export function base64DecodeExt(value: string): string {
  return decode(dropBytes(value, OTHERS));
}

/** Description: encodes as base64 (RFC 4648 §4). Example: `a` gives `YQ==`. */
export function base64Encode(value: string): string {
  return bytesOf(value).toString('base64', 0, value.length);
}

function decode(digits: string): string {
  return Buffer.from(digits, 'base64').toString('latin1');
}
