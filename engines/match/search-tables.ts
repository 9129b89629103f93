import { planByteFlags } from './byte-flags.ts';
import { CLASS_BITS } from './gram-choice.ts';
import { createGramIndex } from './gram-index.ts';
import { type PatternTable, tabulatePatterns } from './pattern-table.ts';
import type { ScanCondition } from './scan-condition.ts';
import type { ScanTables } from './wasm/scan-core.ts';

export { CLASS_BITS };

/**
 * All that a literal scanner looks up: numbers in typed arrays, not to be written, which may be kept and taken up again
 * ({@link encodeSearchTables}). They depend on the conditions and on the code of this package alone.
 */
export interface SearchTables extends ScanTables, PatternTable {
  /** By mark: its mask. */
  readonly markMasks: Int32Array;
  /** By member: the flag of its bytes; -1 where it has none. */
  readonly flagOf: Int8Array;
  /** By member: the flag of the bytes that it needs as well; -1 where no byte will do, {@link NO_NEED} where none is asked. */
  readonly needFlagOf: Int8Array;
}

/** A table entry: the byte's class, then flags. There is a second table with flags alone. */
export const MARK_FLAGS = 15;
/** The flag of marks whose literals were found. */
export const LITERAL_MARK = 1 << MARK_FLAGS;
/** Flags of marks, as they stand above the class. */
export const MARK_MASK = 2 * LITERAL_MARK - 1;
/** Flags of members: those of the second table, then the rest of the first. */
export const WIDE_FLAGS = 32;
/** How many flags members share. */
export const MEMBER_FLAGS = WIDE_FLAGS + 32 - CLASS_BITS - MARK_FLAGS - 1;
/** Stands for the flag of bytes that a member does not ask for. */
export const NO_NEED = -2;

/** Makes the tables of a search for conditions; a RangeError for literals that the index does not take. */
export function makeSearchTables(
  members: readonly ScanCondition[],
  marks: readonly ScanCondition[],
): SearchTables {
  const ofMarks = planByteFlags(
    marks.map(({ bytes }) => bytes),
    MARK_FLAGS,
  );
  const ofMembers = planByteFlags(
    [...members.map(({ bytes }) => bytes), ...members.map(({ needs }) => needs ?? [])],
    MEMBER_FLAGS,
  );
  const { patterns, table } = tabulatePatterns(members, marks);
  const index = createGramIndex(patterns);
  const narrow = ofMembers.masks(WIDE_FLAGS, MEMBER_FLAGS - WIDE_FLAGS);
  const entries = ofMarks.masks(0, MARK_FLAGS).map((marked, byte) => {
    const flags = marked | ((narrow[byte] ?? 0) << (MARK_FLAGS + 1));
    return (flags << CLASS_BITS) | (index.classOf[byte] ?? 0);
  });
  const needFlags = members.map(({ needs }, member) =>
    needs === null ? NO_NEED : (ofMembers.flagOf[members.length + member] ?? -1),
  );
  return {
    ...table,
    markMasks: Int32Array.from(
      marks,
      ({ literals }, mark) => maskOf(ofMarks.flagOf[mark]) | (literals.length > 0 ? LITERAL_MARK : 0),
    ),
    flagOf: Int8Array.from(ofMembers.flagOf.slice(0, members.length)),
    needFlagOf: Int8Array.from(needFlags),
    entries,
    wideFlags: ofMembers.masks(0, WIDE_FLAGS),
    index,
  };
}

function maskOf(flag: number | undefined): number {
  return flag === undefined || flag === -1 ? 0 : 1 << flag;
}
