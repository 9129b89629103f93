/**
 * Where a program goes on: not made yet; the rule may match; it does not; it does if no answer was unknown. All other
 * numbers are addresses of steps.
 */
export const TARGET = { none: 0, maybe: 1, reject: 2, accept: 3 } as const;

/** A step: an atom's address and, in the low bits, the answers that lead to `hit`; then where to go, and where else. */
export const STEP = { atom: 0, hit: 4, miss: 8, bytes: 12 } as const;

/** What an atom answers; an unknown is both. */
export const ANSWER = { true: 1, false: 2, unknown: 3 } as const;

/** Bits of an answer beside the number of the line that it was given for. */
export const ANSWER_BITS = 2;

/** A question to one field: the last answer and its line, the field's place, what else counts, how many groups follow. */
export const ATOM = { memo: 0, place: 4, flags: 8, groups: 12, bytes: 16 } as const;

/** The atom asks only whether the field is there; it holds for a field that is missing or null. */
export const FLAG = { exists: 1, orNull: 2 } as const;

/** Tests of one kind: the kind, the bit by which letters in either case are equal or 0, bytes of all entries behind. */
export const GROUP = { kind: 0, fold: 4, size: 8, bytes: 12 } as const;

/** Kinds of tests; those of texts at both ends are made of {@link ANCHOR}. */
export const TEST = {
  contains: 0,
  startswith: 1,
  endswith: 2,
  equals: 3,
  number: 4,
  glob: 5,
  regex: 6,
  range: 7,
  network: 8,
  /** Addresses with colons. */
  wideNetwork: 9,
  anything: 10,
  unknown: 11,
  /** Unknown where another field has a text. */
  reference: 12,
} as const;

/** An anchored text: four of its bytes at that end, which of these count, its length, its bytes. */
export const ANCHORED = { quick: 0, mask: 4, length: 8, chars: 12, bytes: 16 } as const;

/** A text to be found: its length, its bytes, places and values of two rare ones of them. */
export const FOUND = { length: 0, chars: 4, rare: 8, bytes: 12 } as const;

/** A pattern: which ends are anchored ({@link ANCHOR}), how many segments follow, parted by stars. */
export const GLOB = { anchors: 0, segments: 4, bytes: 8 } as const;

/** A segment: how many tokens follow; a token: its kind, and what {@link FOUND} has. */
export const SEGMENT = { tokens: 0, bytes: 4 } as const;
export const TOKEN = { kind: 0, text: 4, bytes: 16 } as const;
export const TOKENS = { text: 0, one: 1, dash: 2 } as const;

/** Where the address of an automaton stands, if there is one yet; a group of texts of which a match has one at least, or 0. */
export const REGEX = { automaton: 0, texts: 4, bytes: 8 } as const;

/** Bytes of a row, symbols of ASCII characters by a byte each, rows: by symbol the next state in two bytes. */
export const AUTOMATON = { rowBytes: 0, symbols: 4, rows: 132 } as const;

/** States of an automaton: not worked out; there is a match; the first one. */
export const AUTOMATON_STATES = { unknown: 0, match: 1, first: 2 } as const;

/** Whole numbers above a bound, or below it; it stands there with {@link RANGE_SHIFT} added. */
export const RANGE = { isBelow: 0, low: 4, high: 8, bytes: 12 } as const;

/** Makes numbers of up to 51 bits, and bounds of up to 52, positive. */
export const RANGE_SHIFT = 2 ** 53;

/** The addresses that are equal to one under a mask. */
export const NETWORK = { address: 0, mask: 4, bytes: 8 } as const;

/**
 * Where the value of a field is found: the line that this was done for, its bytes and kind; fields of which the first
 * that is there counts; what it means that none is (0: the field is missing; else a list: unknown if one of those is
 * there). Lists begin with their length.
 */
export const PLACE = { line: 0, start: 4, end: 8, kind: 12, fields: 16, others: 20, bytes: 24 } as const;

/** Beside the kinds of spans: there may be a value, of which nothing is known. */
export const UNDECIDED = 256;
