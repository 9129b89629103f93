import type { GramIndex } from '../gram-index.ts';

/** Bytes of text that are scanned at a time; longer texts are scanned in pieces. */
export const ROOM_BYTES = 128 * 1024;

/** Texts that one call scans at most. */
export const BATCH_TEXTS = 1024;

/** A call on many texts stops when it has met so many literals. */
export const BATCH_MET = 4096;

/** Bytes of text whose grams are looked up before literals are compared. */
export const BLOCK_BYTES = 256;

/** Bytes around a gram that are compared at once: so many before its last byte, that one, and the rest behind it. */
export const WINDOW_BYTES = 8;
export const WINDOW_BEFORE = 5;

/**
 * Offsets in a literal's entry in a bucket: the window's mask and bytes, the literal's number, and `end`: twice the
 * number of characters behind the gram, and 1 if the whole literal is in the window.
 */
export const ENTRY = { mask: 0, window: 8, literal: 16, end: 20, bytes: 24 } as const;

/** Offsets in a literal: the address of its characters, how many they are, and its edges (as in the index). */
export const LITERAL = { chars: 0, length: 4, edges: 8, bytes: 12 } as const;

/** Offsets in what was found in a text: entries of its bytes and their wide flags, OR-ed; the number of literals met. */
export const FOUND = { entries: 0, wideFlags: 4, met: 8, bytes: 12 } as const;

/** Offsets in a place where a gram of some literal ends: the gram (what is above its bits is old), the last byte's address. */
export const HIT = { gram: 0, at: 4, bytes: 8 } as const;

/** Addresses of what the memory of a scan holds. It never grows. */
export interface MemoryPlan {
  /** By byte, 64 bits: its entry, and its wide flags in the upper half. */
  readonly flags: number;
  /** By byte: the byte, letters in lower case. */
  readonly folded: number;
  /** By byte: 1 for those of `\w`. */
  readonly word: number;
  /** As in the index. */
  readonly present: number;
  readonly gramsBefore: number;
  /** By bucket, and once more behind the last: the address of its first entry. */
  readonly buckets: number;
  readonly entries: number;
  readonly literals: number;
  readonly chars: number;
  /** By literal: 1 if the running scan met it. */
  readonly isMet: number;
  /** Numbers of the literals that were met. */
  readonly met: number;
  readonly found: number;
  /** By text of a batch: the address behind its last byte; and what was found in it. */
  readonly ends: number;
  readonly batchFound: number;
  readonly hits: number;
  readonly text: number;
  /** How many bytes there are for the text: the room, and a context on both sides. */
  readonly textBytes: number;
  /** So far beside a gram a literal and its edges can reach. */
  readonly context: number;
  /** Size of the memory, in pages of 65,536 bytes. */
  readonly pages: number;
}

/** Lays out the memory. */
export function planMemory(index: GramIndex): MemoryPlan {
  let next = 0;
  const allot = (bytes: number): number => {
    const address = next;
    next = (next + bytes + 7) & ~7;
    return address;
  };
  const literals = index.edges.length;
  const context = longestOf(index) + WINDOW_BYTES;
  const textBytes = ROOM_BYTES + 2 * context;
  return {
    flags: allot(256 * 8),
    folded: allot(256),
    word: allot(256),
    present: allot(index.present.byteLength),
    gramsBefore: allot(index.gramsBefore.byteLength),
    buckets: allot(index.firstEntry.byteLength),
    entries: allot(index.literalOf.length * ENTRY.bytes),
    literals: allot(literals * LITERAL.bytes),
    chars: allot(index.chars.length),
    isMet: allot(literals),
    met: allot((literals + BATCH_MET) * 4),
    found: allot(FOUND.bytes),
    ends: allot(BATCH_TEXTS * 4),
    batchFound: allot(BATCH_TEXTS * FOUND.bytes),
    hits: allot((BLOCK_BYTES + 1) * HIT.bytes),
    // Windows reach over both ends of the text.
    text: allot(WINDOW_BYTES + textBytes + WINDOW_BYTES) + WINDOW_BYTES,
    textBytes,
    context,
    pages: Math.ceil(next / 65_536),
  };
}

function longestOf({ start }: GramIndex): number {
  return start.reduce((longest, first, at) => Math.max(longest, first - (start[at - 1] ?? 0)), 0);
}
