import { byteAt, bytesOf, textOf } from './bytes.ts';

/**
 * Description: takes comments out: C's, HTML's, and from `--` or `#` to the end of the value; of a C or HTML comment
 * that is not closed a space stays. Example: `a<!-- b -->c# d` gives `ac`.
 */
export function removeComments(value: string): string {
  if (!/\/\*|--|#/.test(value)) return value;
  const bytes = bytesOf(value);
  const end = value.length;
  let length = 0;
  for (let at = 0; at < end; ) {
    const code = byteAt(bytes, at);
    if (code === 0x23 || (code === 0x2d && value.startsWith('--', at))) break;
    const isC = code === 0x2f && value.startsWith('/*', at);
    if (!isC && !(code === 0x3c && value.startsWith('<!--', at))) {
      bytes[length++] = code;
      at += 1;
      continue;
    }
    const close = isC ? value.indexOf('*/', at + 2) : value.indexOf('-->', at + 4);
    if (close === -1) bytes[length++] = 0x20;
    at = close === -1 ? end : close + (isC ? 2 : 3);
  }
  return textOf(bytes, length);
}
