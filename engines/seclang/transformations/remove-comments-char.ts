import { byteAt, bytesOf, textOf } from './bytes.ts';

/** Description: takes the marks of comments out (C's, HTML's, `--` and `#`), not what is between them. Example: `a--b#c` gives `abc`. */
export function removeCommentsChar(value: string): string {
  if (!/\/\*|\*\/|--|#/.test(value)) return value;
  const bytes = bytesOf(value);
  const end = value.length;
  let length = 0;
  for (let at = 0; at < end; ) {
    const size = markAt(bytes, at, end);
    if (size === 0) bytes[length++] = byteAt(bytes, at++);
    else at += size;
  }
  return textOf(bytes, length);
}

/** Bytes of the mark of a comment at `at`; 0 where there is none. */
function markAt(bytes: Uint8Array, at: number, end: number): number {
  const code = byteAt(bytes, at);
  if (code === 0x23) return 1;
  if (code !== 0x2d && code !== 0x2f && code !== 0x2a && code !== 0x3c) return 0;
  const second = at + 1 < end ? byteAt(bytes, at + 1) : -1;
  if (code === 0x2f) return second === 0x2a ? 2 : 0;
  if (code === 0x2a) return second === 0x2f ? 2 : 0;
  if (code === 0x2d && second === 0x2d) return at + 2 < end && byteAt(bytes, at + 2) === 0x3e ? 3 : 2;
  const isHtml = second === 0x21 && at + 3 < end && bytes[at + 2] === 0x2d && bytes[at + 3] === 0x2d;
  return code === 0x3c && isHtml ? 4 : 0;
}
