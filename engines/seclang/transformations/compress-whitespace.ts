import { byteAt, bytesOf, flagsOf, textOf } from './bytes.ts';

const SPACES = flagsOf(' \t\n\v\f\r\xa0');

/** Description: each run of white space (also the byte A0) becomes one space. Example: `a  \t b` gives `a b`. */
export function compressWhitespace(value: string): string {
  const bytes = bytesOf(value);
  let length = 0;
  let changes = 0;
  let wasSpace = false;
  for (let at = 0; at < value.length; at += 1) {
    const code = byteAt(bytes, at);
    const isSpace = byteAt(SPACES, code) === 1;
    if (isSpace && wasSpace) continue;
    wasSpace = isSpace;
    const byte = isSpace ? 0x20 : code;
    changes |= byte ^ code;
    bytes[length++] = byte;
  }
  return changes === 0 && length === value.length ? value : textOf(bytes, length);
}
