/** Bytes of lines that are read at a time; a longer line is left to the plain engine. */
export const ROOM_BYTES = 1 << 20;

/** Fields that rules and mappings may name; with more of them there is no scan of bytes. */
export const FIELD_LIMIT = 4096;

/** Places in the table of names; twice the fields, so that most names are found, or not, at the first place. */
export const NAME_SLOTS = 2 * FIELD_LIMIT;

/**
 * What stands between two values, name and quote of the second included, is known again by its bytes: masked to its
 * length, the field of its name, whether a string follows, and the two gaps that were met last behind it.
 */
export const GAP = {
  text: 0,
  mask: 32,
  length: 64,
  field: 68,
  isText: 72,
  next: 76,
  other: 80,
  bytes: 96,
} as const;
export const GAP_BYTES = 32;
export const GAP_SLOTS = 2048;

/** Places in the table of routes, how many of them are taken before it is emptied, and room for the values in it. */
export const ROUTE_SLOTS = 1024;
export const ROUTE_LIMIT = 512;
export const ROUTE_KEY_BYTES = 1 << 18;

/** Rules of one route at most. */
export const RULE_LIMIT = 1 << 15;

/**
 * Values whose search is remembered: sets of two places, the memory for their records, and the length and number of
 * lists up to which it is worth it.
 */
export const KNOWN_SETS = 8192;
export const KNOWN = { hash: 0, record: 4, second: 8, bytes: 16 } as const;
export const RECORDS_BYTES = 1 << 22;
export const KNOWN_BYTES = { least: 4, most: 4096 } as const;
export const KNOWN_LISTS = 64;

/** A record: what was searched for and the value's length, where the lists stand and how many, the value itself. */
export const RECORD = { key: 0, length: 4, lists: 8, count: 12, text: 16 } as const;

/** Vectors are loaded beyond both ends of what is read. */
const MARGIN_BYTES = 64;

/** A field of the line at hand: the line's number (others mean that it is missing), its bytes, and its kind. */
export const SPAN = { line: 0, start: 4, end: 8, kind: 12, bytes: 16 } as const;

/** Kinds of values, and what is peculiar about them. */
export const KIND = {
  string: 1,
  /** A number written as `String` writes it. */
  number: 2,
  /** A number written in another way. */
  oddNumber: 4,
  boolean: 8,
  null: 16,
  /** An object or a list. */
  nested: 32,
  /** A string with escapes. */
  escaped: 64,
  /** A string with escapes that `JSON.stringify` writes in another way. */
  oddEscape: 128,
} as const;

/** Values that are not to be searched as they stand, because their text is written in another way. */
export const UNSEARCHABLE = KIND.oddNumber | KIND.nested | KIND.oddEscape;

/** A name: its first 8 bytes (or all), its last 8 if it is longer, its length, its field, its address. */
export const NAME = { head: 0, tail: 8, length: 16, field: 20, address: 24, bytes: 32 } as const;

/** What of a kind is the type, how many types stand in one number, and how many numbers there may be. */
export const TYPE = { mask: 63, width: 6, perWord: 5 } as const;
export const TYPE_WORDS = 16;

/** A place in the table of routes: hash and address of the values of the routing fields; the route, 0 if the place is free. */
export const ROUTE_SLOT = { hash: 0, key: 4, route: 8, bytes: 16 } as const;

/**
 * A route: by rule its state and what it needs; by field the table, by its address; keywords; rules always tried; by rule
 * its program.
 */
export const ROUTE = {
  number: 0,
  states: 4,
  needs: 8,
  tables: 12,
  keywords: 16,
  always: 20,
  programs: 24,
  bytes: 28,
} as const;

/**
 * What is looked for in one field: a bit for each hash of four bytes, chains of literals by hash, the same for those that
 * are found at every fourth place of a text, chains of short ones by byte, of short whole values by hash; codes of what holds for any value, for numbers in odd forms, for odd values.
 */
export const TABLE = {
  bits: 0,
  shift: 4,
  heads: 8,
  shorts: 12,
  tiny: 16,
  present: 20,
  numbers: 24,
  all: 28,
  literals: 32,
  masks: 36,
  wideBits: 40,
  wideShift: 44,
  wideHeads: 48,
  bytes: 52,
} as const;

/** A chain of literals is for 8 hashes: only those that are used are followed there, and few are. */
export const HEAD_SHIFT = 3;

/** Places from one that is looked at to the next, for literals of so many bytes or more. */
export const WIDE = { step: 4, least: 7 } as const;

/**
 * Few literals are looked for 16 places at a time: for three bytes behind each other the groups of literals that a low
 * and a high half of a byte leave possible (16 bytes each), then the chain of each group.
 */
export const MASKS = { places: 3, groups: 8, chains: 3 * 32, bytes: 3 * 32 + 8 * 2 } as const;

/** A literal: its bytes, how many, which of them the hash is of, where it must stand, codes, last search that found it, next. */
export const LITERAL = {
  chars: 0,
  length: 4,
  offset: 8,
  anchors: 12,
  codes: 16,
  foundIn: 20,
  next: 24,
  bytes: 28,
} as const;

/** Literals of one table at most: two bytes number them. */
export const LITERAL_LIMIT = 1 << 16;

/** Where a literal must stand in the value. */
export const ANCHOR = { start: 1, end: 2 } as const;

/** Places for whole values of up to 3 bytes; an entry: bytes and length in one number, codes, next. */
export const TINY_SLOTS = 64;
export const TINY = { value: 0, codes: 4, next: 8, bytes: 12 } as const;

/** The low bits of a code say which clause of the rule it fulfils. */
export const CLAUSE_BITS = 3;
export const CLAUSES = 3;

let next = 64;
const allot = (bytes: number): number => {
  const address = next;
  next = (next + bytes + 15) & ~15;
  return address;
};

/** The two stand together: routes are looked up by both. */
const ORIGIN = allot(4 + TYPE_WORDS * 4);

/** Addresses in the memory. From `heap` on stand tables that are made while lines are read. */
export const PLAN = {
  /** Address of the next line, and of the newline behind the last one. */
  at: allot(4),
  end: allot(4),
  lineStart: allot(4),
  lineEnd: allot(4),
  /** Where the text that is searched begins and ends: that of the line, or what its escapes were written anew to. */
  readStart: allot(4),
  readEnd: allot(4),
  /** Number of the line at hand. */
  line: allot(4),
  /** Kinds of the values of the line that are not searchable as they stand: escapes and numbers. */
  odd: allot(4),
  route: allot(4),
  setCount: allot(4),
  /** Groups that are possible at 16 places. */
  groups: allot(16),
  candidateCount: allot(4),
  /** Number of the last search. */
  search: allot(4),
  /** Lists of codes that it found: a table has up to 65,536 literals, and a line that of its keywords besides. */
  foundEnd: allot(4),
  found: allot(2 * (LITERAL_LIMIT + 16) * 4),
  recordsEnd: allot(4),
  known: allot(KNOWN_SETS * KNOWN.bytes),
  records: allot(RECORDS_BYTES + MARGIN_BYTES),
  /** Candidates whose conditions turned out false before their host heard of them. */
  dropped: allot(4),
  /** Empty lines. */
  blanks: allot(4),
  /** Number of the name that the bytes were given. */
  origin: ORIGIN,
  /** Types of the fields of the line at hand that decide on its route by their types, several in a number. */
  types: ORIGIN + 4,
  names: allot(NAME_SLOTS * NAME.bytes),
  /** The gap that was read last; the one before all first ones; the one of those that are too long; all, then first ones. */
  gap: allot(4),
  lineGap: allot(GAP.bytes),
  longGap: allot(GAP.bytes),
  gaps: allot(2 * GAP_SLOTS * GAP.bytes),
  routes: allot(ROUTE_SLOTS * ROUTE_SLOT.bytes),
  /** Values of routing fields that are in the table of routes. */
  routeKeys: allot(ROUTE_KEY_BYTES + MARGIN_BYTES),
  spans: allot(FIELD_LIMIT * SPAN.bytes),
  /** Fields that the line has. */
  set: allot(FIELD_LIMIT * 4),
  candidates: allot(RULE_LIMIT * 4),
  text: allot(MARGIN_BYTES + ROOM_BYTES + MARGIN_BYTES) + MARGIN_BYTES,
  /** A line that is written anew. */
  clean: allot(MARGIN_BYTES + ROOM_BYTES + MARGIN_BYTES) + MARGIN_BYTES,
  heap: allot(0),
} as const;

/** Size of the memory in pages of 65,536 bytes; the system gives only what is written to. */
export const PAGES = 1536;
