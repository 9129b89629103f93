import { bytesOf, hexValue, isSpace } from './bytes.ts';

/**
 * Description: decodes CSS 2 escapes: `\` and one to six hexadecimal digits (one white space behind them is taken
 * along), `\` before a line feed joins the lines, before anything else it is dropped. Code points keep their low
 * byte; full-width forms become ASCII. Example: `\6aavascript` gives `javascript`, as does `ja\vascript`.
 */
export function cssDecode(value: string): string {
  if (!value.includes('\\')) return value;
  const out = bytesOf(value);
  let length = 0;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code !== 0x5c) {
      out[length++] = code;
      continue;
    }
    const digits = countHexDigits(value, at + 1);
    if (digits > 0) {
      out[length++] = byteOf(value.slice(at + 1, at + 1 + digits));
      at += digits;
      if (isSpace(value.charCodeAt(at + 1))) at += 1;
    } else if (at + 1 < value.length) {
      at += 1;
      if (value.charCodeAt(at) !== 0x0a) out[length++] = value.charCodeAt(at);
    }
  }
  return out.toString('latin1', 0, length);
}

function countHexDigits(value: string, at: number): number {
  let count = 0;
  while (count < 6 && hexValue(value.charCodeAt(at + count)) !== -1) count += 1;
  return count;
}

function byteOf(digits: string): number {
  const low = Number.parseInt(digits.slice(-2), 16);
  const isFullWidth = digits.length >= 4 && /^0*ff..$/i.test(digits) && low > 0 && low < 0x5f;
  return isFullWidth ? low + 0x20 : low;
}
