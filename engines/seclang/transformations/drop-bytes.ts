import { type ByteFlags, byteAt, bytesOf, textOf } from './bytes.ts';

/** The value without the bytes of a set. `value`: latin1. */
export function dropBytes(value: string, dropped: ByteFlags): string {
  const bytes = bytesOf(value);
  let length = 0;
  for (let at = 0; at < value.length; at += 1) {
    const byte = byteAt(bytes, at);
    // Written over by the next byte where it is dropped: a loop without a branch.
    bytes[length] = byte;
    length += 1 - byteAt(dropped, byte);
  }
  return length === value.length ? value : textOf(bytes, length);
}
