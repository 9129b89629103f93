import { byteAt, bytesOf, textOf } from './bytes.ts';

const PLAIN = 0;
const DROPPED = 1;
const BLANK = 2;
/** Takes the blank before it along. */
const JOINED = 3;

const KINDS = new Uint8Array(256);
for (const [kind, chars] of [
  [DROPPED, '"\'\\^'],
  [BLANK, ' ,;\t\r\n'],
  [JOINED, '/('],
] as const)
  for (const char of chars) KINDS[char.charCodeAt(0)] = kind;

const LOWER = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte,
);

/**
 * Description: undoes what shells let pass in command lines: `"`, `'`, `\` and `^` go; `,` `;` and white space become
 * one space; spaces before `/` and `(` go; ASCII letters become lower case.
 * Example: `C^OMMAND /c` gives `command/c`.
 */
export function cmdLine(value: string): string {
  const bytes = bytesOf(value);
  const end = value.length;
  let length = 0;
  let changes = 0;
  let afterBlank = false;
  for (let at = 0; at < end; at += 1) {
    const code = byteAt(bytes, at);
    const kind = byteAt(KINDS, code);
    let byte = byteAt(LOWER, code);
    if (kind !== PLAIN) {
      if (kind === DROPPED || (kind === BLANK && afterBlank)) continue;
      if (kind === BLANK) byte = 0x20;
      else if (afterBlank) length -= 1;
    }
    afterBlank = kind === BLANK;
    changes |= byte ^ code;
    bytes[length++] = byte;
  }
  return changes === 0 && length === end ? value : textOf(bytes, length);
}
