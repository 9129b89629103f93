/** A set of byte values: entry `b` is 1 where byte `b` belongs to it. */
export type ByteSet = Uint8Array;

/** Bytes of the given values and inclusive ranges. */
export function byteSet(...ranges: readonly (number | readonly [from: number, to: number])[]): ByteSet {
  const set = new Uint8Array(256);
  for (const range of ranges) {
    const [from, to] = typeof range === 'number' ? [range, range] : range;
    set.fill(1, from, to + 1);
  }
  return set;
}

/** All bytes that the set does not hold. */
export function complement(set: ByteSet): ByteSet {
  return set.map((member) => 1 - member);
}

/** Adds the members of `source` to `target` in place. */
export function addAll(target: ByteSet, source: ByteSet): void {
  for (let byte = 0; byte < 256; byte += 1) if (source[byte] === 1) target[byte] = 1;
}

/** The set with both cases of each ASCII letter in it; bytes above 127 have no case in the C locale. */
export function foldCase(set: ByteSet): ByteSet {
  const folded = set.slice();
  for (let upper = 0x41; upper <= 0x5a; upper += 1) {
    const member = set[upper] === 1 || set[upper + 0x20] === 1 ? 1 : 0;
    folded[upper] = member;
    folded[upper + 0x20] = member;
  }
  return folded;
}

/** The byte with ASCII upper case letters made lower. */
export function foldByte(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

const LINE_FEED = 0x0a;

const SINGLES: readonly ByteSet[] = Array.from({ length: 256 }, (_, byte) => byteSet(byte));
const FOLDED_SINGLES: readonly ByteSet[] = SINGLES.map(foldCase);

/**
 * The set of one byte, or of both its cases; the same object each time, since most of a pattern consists of these.
 * Nobody may write to it.
 */
export function singleByte(byte: number, ignoreCase: boolean): ByteSet {
  return (ignoreCase ? FOLDED_SINGLES : SINGLES)[byte & 0xff] ?? byteSet(byte);
}

/** `.` with `(?s)`. */
export const ANY = byteSet([0, 255]);
/** `.` without `(?s)`. */
export const NOT_LINE_FEED = complement(byteSet(LINE_FEED));
/** `\d`, ASCII only. */
export const DIGIT = byteSet([0x30, 0x39]);
/** `\w`, ASCII only. */
export const WORD = byteSet([0x30, 0x39], [0x41, 0x5a], 0x5f, [0x61, 0x7a]);
/** Vertical tab included, as since PCRE 8.34. */
export const SPACE = byteSet([0x09, 0x0d], 0x20);
/** `\h` within latin1. */
export const HORIZONTAL_SPACE = byteSet(0x09, 0x20, 0xa0);
/** `\v` within latin1. */
export const VERTICAL_SPACE = byteSet([0x0a, 0x0d], 0x85);

/** Classes that an escape letter names; an upper case letter stands for the complement. */
export const ESCAPE_CLASSES: ReadonlyMap<string, ByteSet> = new Map([
  ['d', DIGIT],
  ['D', complement(DIGIT)],
  ['w', WORD],
  ['W', complement(WORD)],
  ['s', SPACE],
  ['S', complement(SPACE)],
  ['h', HORIZONTAL_SPACE],
  ['H', complement(HORIZONTAL_SPACE)],
  ['v', VERTICAL_SPACE],
  ['V', complement(VERTICAL_SPACE)],
]);

/** POSIX classes in the C locale (pcre2pattern, "POSIX character classes"). */
export const POSIX_CLASSES: ReadonlyMap<string, ByteSet> = new Map([
  ['alnum', byteSet([0x30, 0x39], [0x41, 0x5a], [0x61, 0x7a])],
  ['alpha', byteSet([0x41, 0x5a], [0x61, 0x7a])],
  ['ascii', byteSet([0, 127])],
  ['blank', byteSet(0x09, 0x20)],
  ['cntrl', byteSet([0, 0x1f], 0x7f)],
  ['digit', DIGIT],
  ['graph', byteSet([0x21, 0x7e])],
  ['lower', byteSet([0x61, 0x7a])],
  ['print', byteSet([0x20, 0x7e])],
  ['punct', byteSet([0x21, 0x2f], [0x3a, 0x40], [0x5b, 0x60], [0x7b, 0x7e])],
  ['space', SPACE],
  ['upper', byteSet([0x41, 0x5a])],
  ['word', WORD],
  ['xdigit', byteSet([0x30, 0x39], [0x41, 0x46], [0x61, 0x66])],
]);
