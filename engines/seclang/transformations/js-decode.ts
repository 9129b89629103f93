import { bytesOf, hexPair, unicodeByte } from './bytes.ts';
import { CONTROL_ESCAPES, readOctal } from './escapes.ts';

/**
 * Description: decodes JavaScript escapes: `\uHHHH` (full-width forms become ASCII, of others the low byte stays),
 * `\xHH`, octal `\OOO` up to 377, and `\n` and its like; a backslash before any other character is dropped.
 * Example: `\x3cscript\u003e` gives `<script>`.
 */
export function jsDecode(value: string): string {
  if (!value.includes('\\')) return value;
  const out = bytesOf(value);
  let length = 0;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code !== 0x5c || at + 1 === value.length) {
      out[length++] = code;
      continue;
    }
    const { byte, consumed } = readEscape(value, at + 1);
    out[length++] = byte;
    at += consumed;
  }
  return out.toString('latin1', 0, length);
}

function readEscape(value: string, at: number): { byte: number; consumed: number } {
  const kind = value.charAt(at);
  if (kind === 'u') {
    const byte = unicodeByte(value, at + 1);
    if (byte !== -1) return { byte, consumed: 5 };
  }
  if (kind === 'x') {
    const byte = hexPair(value, at + 1);
    if (byte !== -1) return { byte, consumed: 3 };
  }
  const octal = readOctal(value, at);
  if (octal !== null) return octal;
  return { byte: CONTROL_ESCAPES[kind] ?? value.charCodeAt(at), consumed: 1 };
}
