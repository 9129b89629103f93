import { byteAt, bytesOf, textOf } from './bytes.ts';

/** C's escapes for control characters, by the byte behind the backslash; 0 for other bytes. */
export const CONTROL_ESCAPES = new Uint8Array(256);
[...'abtnvfr'].forEach((char, at) => {
  CONTROL_ESCAPES[char.charCodeAt(0)] = at + 7;
});

/** An escape as one number: the byte that it stands for, and the bytes that it takes behind the backslash. */
export function packEscape(byte: number, consumed: number): number {
  return (consumed << 8) | byte;
}

/** Octal digits at `at`, at most three, as `count << 9 | value`, the value up to 777; 0 where there is none. */
export function readOctal(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  let count = 0;
  for (; count < 3 && at + count < end; count += 1) {
    const digit = byteAt(bytes, at + count) - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  return (count << 9) | value;
}

/** Reads the escape behind a backslash, whose first byte is at `at`; gives it packed as by {@link packEscape}. */
export type EscapeReader = (bytes: Uint8Array, at: number, end: number) => number;

/** The value with every backslash and what it escapes replaced by one byte; a backslash at the end stays. */
export function decodeEscapes(value: string, read: EscapeReader): string {
  const first = value.indexOf('\\');
  if (first === -1) return value;
  const bytes = bytesOf(value);
  const end = value.length;
  let length = first;
  for (let at = first; at < end; at += 1) {
    const code = byteAt(bytes, at);
    if (code !== 0x5c || at + 1 === end) bytes[length++] = code;
    else {
      const found = read(bytes, at + 1, end);
      bytes[length++] = found & 0xff;
      at += found >> 8;
    }
  }
  return textOf(bytes, length);
}
