import { byteAt, bytesOf, hexValue, isSpace, narrow, textOf } from './bytes.ts';

/**
 * Description: decodes CSS 2 escapes: `\` and one to six hexadecimal digits (one white space behind them is taken
 * along), `\` before a line feed joins the lines, before anything else it is dropped. Code points keep their low
 * byte; full-width forms become ASCII. Example: `\6aavascript` gives `javascript`, as does `ja\vascript`.
 */
export function cssDecode(value: string): string {
  const first = value.indexOf('\\');
  if (first === -1) return value;
  const bytes = bytesOf(value);
  const end = value.length;
  let length = first;
  let at = first;
  while (at < end) {
    const code = byteAt(bytes, at++);
    if (code !== 0x5c) {
      bytes[length++] = code;
      continue;
    }
    const last = Math.min(at + 6, end);
    const start = at;
    let point = 0;
    for (; at < last; at += 1) {
      const digit = hexValue(byteAt(bytes, at));
      if (digit === -1) break;
      point = point * 16 + digit;
    }
    if (at > start) {
      bytes[length++] = narrow(point);
      if (at < end && isSpace(byteAt(bytes, at))) at += 1;
    } else if (at < end) {
      const escaped = byteAt(bytes, at++);
      if (escaped !== 0x0a) bytes[length++] = escaped;
    }
  }
  return textOf(bytes, length);
}
