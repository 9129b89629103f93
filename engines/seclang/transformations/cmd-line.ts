import { bytesOf } from './bytes.ts';

const DROPPED = new Set([0x22, 0x27, 0x5c, 0x5e]);
const BLANKS = new Set([0x20, 0x2c, 0x3b, 0x09, 0x0d, 0x0a]);

/**
 * Description: undoes what shells let pass in command lines: `"`, `'`, `\` and `^` go; `,` `;` and white space become
 * one space; spaces before `/` and `(` go; ASCII letters become lower case.
 * Example: `C^OMMAND /c` gives `command/c`.
 */
export function cmdLine(value: string): string {
  if (!/[A-Z"'\\^,; \t\r\n]/.test(value)) return value;
  const out = bytesOf(value);
  let length = 0;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (DROPPED.has(code)) continue;
    const afterBlank = length > 0 && out[length - 1] === 0x20;
    if (BLANKS.has(code)) {
      if (!afterBlank) out[length++] = 0x20;
      continue;
    }
    if (afterBlank && (code === 0x2f || code === 0x28)) length -= 1;
    out[length++] = code >= 0x41 && code <= 0x5a ? code + 32 : code;
  }
  return out.toString('latin1', 0, length);
}
