import { byteAt, bytesOf, textOf } from './bytes.ts';

/**
 * Description: each C comment becomes one space; one that is not closed takes the rest of the value; a closing mark
 * alone stays. Example: `select`, a comment and `x` give `select x`.
 */
export function replaceComments(value: string): string {
  const first = value.indexOf('/*');
  if (first === -1) return value;
  const bytes = bytesOf(value);
  const end = value.length;
  let length = first;
  for (let at = first; at < end; ) {
    const code = byteAt(bytes, at++);
    if (code !== 0x2f || at === end || byteAt(bytes, at) !== 0x2a) {
      bytes[length++] = code;
      continue;
    }
    bytes[length++] = 0x20;
    const close = value.indexOf('*/', at + 1);
    if (close === -1) break;
    at = close + 2;
  }
  return textOf(bytes, length);
}
