import type { Assertion, RegexNode } from './ast.ts';
import {
  type CharSet,
  complement,
  DIGITS,
  HORIZONTAL_SPACES,
  NEWLINE,
  SPACES,
  VERTICAL_SPACES,
  WORDS,
} from './char-set.ts';
import { malformed, peek, type RegexReader, take, takeMatch, unsupported } from './reader.ts';

const CLASSES: Readonly<Record<string, CharSet>> = {
  d: DIGITS,
  D: complement(DIGITS),
  w: WORDS,
  W: complement(WORDS),
  s: SPACES,
  S: complement(SPACES),
  h: HORIZONTAL_SPACES,
  H: complement(HORIZONTAL_SPACES),
  v: VERTICAL_SPACES,
  V: complement(VERTICAL_SPACES),
  N: complement(NEWLINE),
};

const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  b: 'word-boundary',
  B: 'not-word-boundary',
  A: 'text-start',
  z: 'text-end',
  Z: 'text-end-or-newline',
};

const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, f: 12, r: 13, e: 27, a: 7 };

/** Reads an escape outside of a class; the reader stands after the backslash. */
export function parseEscape(reader: RegexReader): RegexNode {
  const assertion = ASSERTIONS[peek(reader)];
  if (assertion !== undefined) {
    reader.at += 1;
    return { kind: 'assert', what: assertion };
  }
  if (/[1-9]/.test(peek(reader)) || /[gk]/.test(peek(reader))) unsupported('A back reference');
  return { kind: 'class', set: parseEscapedSet(reader) };
}

/** Reads an escape that stands for characters, inside a class or outside; the reader stands after the backslash. */
export function parseEscapedSet(reader: RegexReader): CharSet {
  const letter = peek(reader);
  if (letter === '') malformed(reader, 'The expression ends with a backslash');
  const set = CLASSES[letter];
  if (set !== undefined) {
    reader.at += 1;
    return set;
  }
  const unit = parseEscapedUnit(reader, letter);
  return [[unit, unit]];
}

function parseEscapedUnit(reader: RegexReader, letter: string): number {
  const control = CONTROLS[letter];
  if (control !== undefined) {
    reader.at += 1;
    return control;
  }
  const hex = takeMatch(reader, /x\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{0,2})|u([0-9a-fA-F]{4})/y);
  if (hex !== null) return unitOf(reader, Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16) || 0);
  const octal = takeMatch(reader, /0[0-7]{0,2}/y);
  if (octal !== null) return Number.parseInt(octal[0], 8);
  if (/[pP]/.test(letter)) unsupported('A Unicode property');
  if (/[QEKGRX]/.test(letter)) unsupported(`\\${letter}`);
  if (/[A-Za-z0-9]/.test(letter)) malformed(reader, `\\${letter} has no meaning`);
  take(reader, letter);
  return letter.charCodeAt(0);
}

function unitOf(reader: RegexReader, codePoint: number): number {
  if (codePoint > 0xffff) malformed(reader, 'Code points above U+FFFF must be written as they are');
  return codePoint;
}
