import type { Cursor } from './cursor.ts';
import { PatternError } from './syntax.ts';

const CONTROL: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['e', 0x1b],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
]);

/**
 * Reads an escape that stands for one byte; the cursor is behind the backslash.
 * Shared by classes and the rest of a pattern; what only one of them knows must have been read before.
 * Source: pcre2pattern, "Non-printing characters".
 */
export function parseByteEscape(cursor: Cursor): number {
  const start = cursor.at - 1;
  if (cursor.done) throw new PatternError('the pattern ends with a backslash', start);
  const char = cursor.next();
  const control = CONTROL.get(char);
  if (control !== undefined) return control;
  if (char === 'x') return parseHex(cursor, start);
  if (char === 'o') return parseBracedOctal(cursor, start);
  if (char === 'c') return parseControl(cursor, start);
  if (char >= '0' && char <= '7') {
    cursor.at -= 1;
    return Number.parseInt(cursor.match(/[0-7]{1,3}/y)?.[0] ?? '0', 8) & 0xff;
  }
  if (/[A-Za-z89]/.test(char)) {
    throw new PatternError(`the escape \\${char} has no meaning here, or none that is supported`, start);
  }
  return byteOf(char, start);
}

/** The byte of a literal character. */
export function byteOf(char: string, offset: number): number {
  const code = char.charCodeAt(0);
  if (code > 0xff) {
    throw new PatternError(
      'a character above U+00FF stands for no byte; write its UTF-8 bytes as latin1',
      offset,
    );
  }
  return code;
}

function parseHex(cursor: Cursor, start: number): number {
  if (cursor.eat('{')) {
    const digits = cursor.until('}', 'the escape \\x{').trim();
    return boundedByte(/^[0-9a-f]{1,8}$/i.test(digits) ? Number.parseInt(digits, 16) : -1, start);
  }
  const digits = cursor.match(/[0-9a-f]{1,2}/iy)?.[0] ?? '0';
  return Number.parseInt(digits, 16);
}

function parseBracedOctal(cursor: Cursor, start: number): number {
  if (!cursor.eat('{')) throw new PatternError('the escape \\o needs braces', start);
  const digits = cursor.until('}', 'the escape \\o{');
  return boundedByte(/^[0-7]{1,11}$/.test(digits) ? Number.parseInt(digits, 8) : -1, start);
}

function boundedByte(value: number, start: number): number {
  if (value < 0 || value > 0xff) {
    throw new PatternError('the escape must name a byte, 0 to FF hexadecimal', start);
  }
  return value;
}

/** `\cA`: the letter's code with bit 6 turned over. */
function parseControl(cursor: Cursor, start: number): number {
  const char = cursor.next().toUpperCase();
  if (!/^[\x20-\x7e]$/.test(char)) throw new PatternError('\\c needs a printable ASCII character', start);
  return char.charCodeAt(0) ^ 0x40;
}
