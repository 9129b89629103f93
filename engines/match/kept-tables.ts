import { bitCount } from './bit-count.ts';
import { CLASS_BITS, GRAM_COUNT } from './gram-choice.ts';
import type { GramIndex } from './gram-index.ts';
import { MEMBER_FLAGS, NO_NEED, type SearchTables } from './search-tables.ts';

/** Version of this layout; in the machine's order of bytes, so that tables of another order are of another version. */
const VERSION = 0x44_53_54_01;
/** The version, then how many members, marks, literals, pairs of literal and member, grams, entries and chars there are. */
const HEAD_WORDS = 8;
/** As in the index: grams are counted in 16 bits. */
const GRAM_LIMIT = 0xffff;

/**
 * Tables as bytes: a head, those of 32-bit numbers, those of bytes. What follows from other tables is left out. To be
 * read by {@link decodeSearchTables} of the same code.
 */
export function encodeSearchTables(tables: SearchTables): Uint8Array {
  const { markMasks, firstMember, memberOf, entries, wideFlags, flagOf, needFlagOf, isMark } = tables;
  const { present, firstEntry, literalOf, behind, start, edges, chars } = tables.index;
  const head = Int32Array.of(
    VERSION,
    flagOf.length,
    markMasks.length,
    edges.length,
    memberOf.length,
    firstEntry.length - 1,
    literalOf.length,
    chars.length,
  );
  const words = [markMasks, firstMember, memberOf, entries, wideFlags, present, firstEntry, literalOf];
  const bytes = [flagOf, needFlagOf, isMark, edges, chars];
  const parts = [head, ...words, behind, start, ...bytes];
  return Buffer.concat(
    parts.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
  );
}

/**
 * The tables that the bytes hold. Null where they are of another version, not of the length that their head says, or
 * where a number in them points outside of what it points into: a search in tables that were given reads nothing else
 * and ends, whoever wrote them. Whether they find what they should is not seen from them.
 */
export function decodeSearchTables(bytes: Uint8Array): SearchTables | null {
  const read = readerOf(bytes);
  if (read === null) return null;
  const { members, marks, literals, askers, grams, places, chars: charCount } = read.sizes;
  // In the order in which they were written.
  const words = {
    markMasks: read.words(marks),
    firstMember: read.words(literals + 1),
    memberOf: read.words(askers),
    entries: read.words(256),
    wideFlags: read.words(256),
  };
  const present = read.words(GRAM_COUNT >> 5);
  const firstEntry = read.words(grams + 1);
  const literalOf = read.words(places);
  const behind = read.words(places);
  const start = read.words(literals + 1);
  const flags = { flagOf: read.flags(members), needFlagOf: read.flags(members) };
  const isMark = read.bytes(literals);
  const index: GramIndex = {
    classOf: Uint8Array.from(words.entries, (entry) => entry & ((1 << CLASS_BITS) - 1)),
    present,
    gramsBefore: new Uint16Array(present.length),
    firstEntry,
    literalOf,
    behind,
    start,
    edges: read.bytes(literals),
    chars: read.bytes(charCount),
  };
  const tables = { ...words, ...flags, isMark, index };
  return areMembersBounded(tables) && isIndexBounded(index) ? tables : null;
}

interface Sizes {
  readonly members: number;
  readonly marks: number;
  readonly literals: number;
  readonly askers: number;
  readonly grams: number;
  readonly places: number;
  readonly chars: number;
}

interface Reader {
  readonly sizes: Sizes;
  /** The next so many numbers, flags or bytes. */
  words(count: number): Int32Array;
  flags(count: number): Int8Array;
  bytes(count: number): Uint8Array;
}

/** Reads a copy of the bytes, which may stand anywhere in their memory; null where head and length do not agree. */
function readerOf(bytes: Uint8Array): Reader | null {
  if (bytes.length < 4 * HEAD_WORDS) return null;
  const { buffer } = new Uint8Array(bytes);
  const [version, ...sizes] = new Int32Array(buffer, 0, HEAD_WORDS);
  const [members = 0, marks = 0, literals = 0, askers = 0, grams = 0, places = 0, chars = 0] = sizes;
  if (version !== VERSION || sizes.some((size) => size < 0) || grams > GRAM_LIMIT) return null;
  const fixed = 256 + 256 + (GRAM_COUNT >> 5) + 3;
  const words = HEAD_WORDS + fixed + marks + 2 * literals + askers + grams + 2 * places;
  if (bytes.length !== 4 * words + 2 * members + 2 * literals + chars) return null;
  let at = 4 * HEAD_WORDS;
  return {
    sizes: { members, marks, literals, askers, grams, places, chars },
    words(count) {
      at += 4 * count;
      return new Int32Array(buffer, at - 4 * count, count);
    },
    flags(count) {
      at += count;
      return new Int8Array(buffer, at - count, count);
    },
    bytes(count) {
      at += count;
      return new Uint8Array(buffer, at - count, count);
    },
  };
}

function areMembersBounded({ flagOf, needFlagOf, firstMember, memberOf }: SearchTables): boolean {
  return (
    isWithin(flagOf, -1, MEMBER_FLAGS) &&
    isWithin(needFlagOf, NO_NEED, MEMBER_FLAGS) &&
    rises(firstMember, memberOf.length) &&
    isWithin(memberOf, 0, flagOf.length)
  );
}

function isIndexBounded(index: GramIndex): boolean {
  const { firstEntry, literalOf, start, edges, chars } = index;
  return (
    rises(firstEntry, literalOf.length) &&
    rises(start, chars.length) &&
    isWithin(literalOf, 0, edges.length) &&
    endsInside(index) &&
    countGrams(index) === firstEntry.length - 1
  );
}

/** Fills `gramsBefore`; gives how many grams are present. */
function countGrams({ present, gramsBefore }: GramIndex): number {
  let grams = 0;
  for (let word = 0; word < present.length; word += 1) {
    gramsBefore[word] = grams;
    const bits = present[word] ?? 0;
    if (bits !== 0) grams += bitCount(bits);
  }
  return grams;
}

/** Whether each entry's gram ends in its literal. */
function endsInside({ literalOf, behind, start }: GramIndex): boolean {
  for (let entry = 0; entry < behind.length; entry += 1) {
    const literal = literalOf[entry] ?? 0;
    const length = (start[literal + 1] ?? 0) - (start[literal] ?? 0);
    const after = behind[entry] ?? 0;
    if (after < 0 || after >= length) return false;
  }
  return true;
}

/** Whether numbers begin with 0, never fall, and end with `last`. */
function rises(numbers: Int32Array, last: number): boolean {
  let before = 0;
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at] ?? 0;
    if (number < before) return false;
    before = number;
  }
  return numbers[0] === 0 && before === last;
}

/** Whether numbers are from `least` on and below `limit`. */
function isWithin(numbers: Int32Array | Int8Array, least: number, limit: number): boolean {
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at] ?? 0;
    if (number < least || number >= limit) return false;
  }
  return true;
}
