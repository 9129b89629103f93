/** A set of UTF-16 code units as sorted, disjoint, inclusive ranges. */
export type CharSet = readonly (readonly [from: number, to: number])[];

/** The greatest UTF-16 unit. */
export const LAST_UNIT = 0xffff;
/** `\d`, ASCII only. */
export const DIGITS: CharSet = [[0x30, 0x39]];
/** `\w`, ASCII only. */
export const WORDS: CharSet = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
/** Tab, line feed, vertical tab, form feed, carriage return, space: PCRE's `\s`. */
export const SPACES: CharSet = [
  [0x09, 0x0d],
  [0x20, 0x20],
];
/** `\h`. */
export const HORIZONTAL_SPACES: CharSet = [
  [0x09, 0x09],
  [0x20, 0x20],
  [0xa0, 0xa0],
];
/** `\v`. */
export const VERTICAL_SPACES: CharSet = [
  [0x0a, 0x0d],
  [0x85, 0x85],
  [0x2028, 0x2029],
];
/** What `.` leaves out. */
export const NEWLINE: CharSet = [[0x0a, 0x0a]];
/** Every unit. */
export const ANY: CharSet = [[0, LAST_UNIT]];

/** POSIX classes, for example `[[:alpha:]]`, in ASCII. */
export const POSIX_CLASSES = {
  alnum: unite([[0x30, 0x39]], [[0x41, 0x5a]], [[0x61, 0x7a]]),
  alpha: unite([[0x41, 0x5a]], [[0x61, 0x7a]]),
  digit: DIGITS,
  lower: [[0x61, 0x7a]],
  punct: unite([[0x21, 0x2f]], [[0x3a, 0x40]], [[0x5b, 0x60]], [[0x7b, 0x7e]]),
  space: SPACES,
  upper: [[0x41, 0x5a]],
  word: WORDS,
  xdigit: unite([[0x30, 0x39]], [[0x41, 0x46]], [[0x61, 0x66]]),
} as const satisfies Record<string, CharSet>;

/** Narrows the name in `[:name:]`. */
export function isPosixClass(name: string): name is keyof typeof POSIX_CLASSES {
  return Object.hasOwn(POSIX_CLASSES, name);
}

/** Units of any of the sets, as sorted ranges that neither touch nor overlap. */
export function unite(...sets: readonly CharSet[]): CharSet {
  const ranges = sets.flat().sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** All units that the set does not hold. */
export function complement(set: CharSet): CharSet {
  const gaps: [number, number][] = [];
  let from = 0;
  for (const [start, end] of unite(set)) {
    if (start > from) gaps.push([from, start - 1]);
    from = end + 1;
  }
  if (from <= LAST_UNIT) gaps.push([from, LAST_UNIT]);
  return gaps;
}

/** Adds the other case of every ASCII letter in the set. */
export function foldAsciiCase(set: CharSet): CharSet {
  const other: [number, number][] = [];
  for (const [from, to] of set) {
    addShifted(other, [Math.max(from, 0x41), Math.min(to, 0x5a)], 0x20);
    addShifted(other, [Math.max(from, 0x61), Math.min(to, 0x7a)], -0x20);
  }
  return unite(set, other);
}

/** Whether the set holds a unit. */
export function holds(set: CharSet, unit: number): boolean {
  return set.some(([from, to]) => unit >= from && unit <= to);
}

function addShifted(ranges: [number, number][], [from, to]: readonly [number, number], by: number): void {
  if (from <= to) ranges.push([from + by, to + by]);
}
