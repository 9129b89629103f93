import { bytesOf, hexPair } from './bytes.ts';
import { CONTROL_ESCAPES, readOctal } from './escapes.ts';

/**
 * Description: decodes ANSI C escapes: `\a \b \f \n \r \t \v \\ \? \' \"`, `\xHH` and `\OOO`; what is no escape stays,
 * its backslash included. Example: `\x41\n` gives `A` and a line feed.
 */
export function escapeSeqDecode(value: string): string {
  if (!value.includes('\\')) return value;
  const out = bytesOf(value);
  let length = 0;
  for (let at = 0; at < value.length; at += 1) {
    const found = value.charCodeAt(at) === 0x5c ? readEscape(value, at + 1) : null;
    out[length++] = found === null ? value.charCodeAt(at) : found.byte;
    if (found !== null) at += found.consumed;
  }
  return out.toString('latin1', 0, length);
}

function readEscape(value: string, at: number): { byte: number; consumed: number } | null {
  const kind = value.charAt(at);
  const control = CONTROL_ESCAPES[kind];
  if (control !== undefined) return { byte: control, consumed: 1 };
  if (kind !== '' && `\\?'"`.includes(kind)) return { byte: kind.charCodeAt(0), consumed: 1 };
  if (kind === 'x') {
    const byte = hexPair(value, at + 1);
    return byte === -1 ? null : { byte, consumed: 3 };
  }
  return readOctal(value, at);
}
