import { byteAt, bytesOf, textOf } from './bytes.ts';

const SLASH = 0x2f;
const DOT = 0x2e;

/**
 * Description: takes repeated slashes, `.` and `..` segments out of a path, except `..` at the start of a relative one.
 * A slash at the end stays. Example: `/a/./b/../c//d` gives `/a/c/d`.
 */
export function normalizePath(value: string): string {
  if (!/\/[/.]|\.\/|^\.$/.test(value)) return value;
  const bytes = bytesOf(value);
  const end = value.length;
  const root = byteAt(bytes, 0) === SLASH ? 1 : 0;
  // What stands before `floor` no `..` takes away; `length` is behind the slash of the last segment.
  let floor = root;
  let length = root;
  let endsWithSlash = true;
  for (let at = root; at < end; ) {
    let next = at;
    while (next < end && byteAt(bytes, next) !== SLASH) next += 1;
    const size = next - at;
    const isDot = size === 1 && byteAt(bytes, at) === DOT;
    const isUp = size === 2 && byteAt(bytes, at) === DOT && byteAt(bytes, at + 1) === DOT;
    endsWithSlash = next < end;
    if (isUp && length > floor) length = startOfSegment(bytes, length - 1, floor);
    else if (size > 0 && !isDot && !(isUp && root === 1)) {
      for (let from = at; from < next; from += 1) bytes[length++] = byteAt(bytes, from);
      bytes[length++] = SLASH;
      if (isUp) floor = length;
    }
    at = next + 1;
  }
  if (length > root && !endsWithSlash) length -= 1;
  return textOf(bytes, length);
}

/** Start of the segment that ends before `end`, not before `floor`. */
function startOfSegment(bytes: Uint8Array, end: number, floor: number): number {
  let at = end;
  while (at > floor && byteAt(bytes, at - 1) !== SLASH) at -= 1;
  return at;
}
