import { addAll, type ByteSet, complement, ESCAPE_CLASSES, foldCase, POSIX_CLASSES } from './byte-set.ts';
import type { Cursor } from './cursor.ts';
import { byteOf, parseByteEscape } from './parse-escape.ts';
import { PatternError } from './syntax.ts';

/** A class item is one byte, which may begin a range, or a whole set, which may not. */
type Item =
  | { readonly kind: 'byte'; readonly value: number }
  | { readonly kind: 'set'; readonly set: ByteSet };

/**
 * Reads a bracketed class; the cursor is behind `[`. A `]` that comes first is a member.
 * Source: pcre2pattern, "Square brackets and character classes".
 */
export function parseClass(cursor: Cursor, ignoreCase: boolean): ByteSet {
  const start = cursor.at - 1;
  const negated = cursor.eat('^');
  const set = new Uint8Array(256);
  let quoted = false;
  for (let first = true; first || quoted || cursor.peek() !== ']'; ) {
    if (cursor.done) throw new PatternError('the class is not closed by ]', start);
    if (cursor.eat(quoted ? '\\E' : '\\Q')) {
      quoted = !quoted;
      continue;
    }
    if (cursor.eat('\\E')) continue;
    addItem(cursor, set, quoted);
    first = false;
  }
  cursor.at += 1;
  const folded = ignoreCase ? foldCase(set) : set;
  return negated ? complement(folded) : folded;
}

function addItem(cursor: Cursor, set: Uint8Array, quoted: boolean): void {
  const start = cursor.at;
  const item = quoted ? literal(cursor) : parseItem(cursor);
  if (item.kind === 'set') {
    addAll(set, item.set);
    return;
  }
  set[item.value] = 1;
  if (quoted || cursor.peek() !== '-' || cursor.peek(1) === ']' || cursor.peek(1) === '') return;
  const dash = cursor.at;
  cursor.at += 1;
  const last = parseItem(cursor);
  if (last.kind === 'set') {
    // `[a-\d]`: the hyphen is a member, because a class ends no range.
    cursor.at = dash + 1;
    set[0x2d] = 1;
    return;
  }
  if (last.value < item.value) throw new PatternError('the range in the class is out of order', start);
  set.fill(1, item.value, last.value + 1);
}

function literal(cursor: Cursor): Item {
  const offset = cursor.at;
  return { kind: 'byte', value: byteOf(cursor.next(), offset) };
}

function parseItem(cursor: Cursor): Item {
  const posix = parsePosixClass(cursor);
  if (posix !== null) return { kind: 'set', set: posix };
  if (!cursor.eat('\\')) return literal(cursor);
  const named = ESCAPE_CLASSES.get(cursor.peek());
  if (named !== undefined) {
    cursor.at += 1;
    return { kind: 'set', set: named };
  }
  if (cursor.eat('b')) return { kind: 'byte', value: 0x08 };
  return { kind: 'byte', value: parseByteEscape(cursor) };
}

const POSIX_CLASS = /\[:(\^?)([a-z]+):\]/y;

function parsePosixClass(cursor: Cursor): ByteSet | null {
  const start = cursor.at;
  if (cursor.peek() !== '[') return null;
  const match = cursor.match(POSIX_CLASS);
  if (match === null) return null;
  const set = POSIX_CLASSES.get(match[2] ?? '');
  if (set === undefined) throw new PatternError(`there is no POSIX class [:${match[2]}:]`, start);
  return match[1] === '^' ? complement(set) : set;
}
