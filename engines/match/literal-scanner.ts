import { planByteFlags } from './byte-flags.ts';
import { createGramIndex, GRAM_MASK, GRAM_SHIFT, type GramIndex } from './gram-index.ts';
import { LiteralFinder } from './literal-finder.ts';
import { createTextBuffer, type TextBuffer } from './text-buffer.ts';

/** A literal, in any case, that may ask for word edges: places where a byte of `\w` has none of its kind beside it. */
export interface ScanLiteral {
  /** Two characters or more. */
  readonly text: string;
  /** The literal begins with a byte of `\w`, and only counts where none stands before it. */
  readonly atWordStart: boolean;
  /** The literal ends with a byte of `\w`, and only counts where none stands behind it. */
  readonly atWordEnd: boolean;
}

/** When a scanner reports a member or a mark: one of the literals or of the bytes is there, and one of `needs` too. */
export interface ScanCondition {
  readonly literals: readonly ScanLiteral[];
  /** Byte values; both cases of a letter count alike. */
  readonly bytes: readonly number[];
  /** Byte values of which one must be there as well; null where nothing more is asked. */
  readonly needs: readonly number[] | null;
}

/** What one pass over a text found. */
export interface Scan {
  /** Null where bytes were scanned. */
  readonly text: string | null;
  /** Marks of the text; see {@link LiteralScanner.marksOf}. Marks may be set too often, never too seldom. */
  readonly marks: number;
  /** Members (bit `n & 31` of word `n >> 5`) of which the condition holds; one object for all texts without any. */
  readonly members: Int32Array;
}

/**
 * One pass over a text that tells which of many conditions hold. Two kinds are asked: *members*, of which the set
 * comes back, and *marks*, of which a bit mask does (for what is asked on each text, such as whether it holds a
 * character that a transformation would change).
 */
export interface LiteralScanner {
  scan(text: string): Scan;
  /** As `scan`, of the first `length` bytes. The result has no text. */
  scanBytes(bytes: Uint8Array, length: number): Scan;
  /** The empty set of members; not to be written. */
  readonly none: Int32Array;
  /** Mask of a mark, by its number in the list that the scanner was made of. */
  marksOf(mark: number): number;
}

/** A table entry: the byte's class, then flags. There is a second table with flags alone. */
const CLASS_BITS = 6;
const CLASS_MASK = (1 << CLASS_BITS) - 1;
const MARK_FLAGS = 15;
/** The flag of marks whose literals were found. */
const LITERAL_MARK = 1 << MARK_FLAGS;
const MARK_MASK = 2 * LITERAL_MARK - 1;
/** Flags of members: those of the second table, then the rest of the first. */
const WIDE_FLAGS = 32;
const MEMBER_FLAGS = WIDE_FLAGS + 32 - CLASS_BITS - MARK_FLAGS - 1;

/** Sets of members by the flags that were seen are kept, because few combinations of flags occur. */
const KEPT_COMBINATIONS = 4096;

/**
 * Makes a scanner. Texts are bytes as latin1 strings (a code above 255 is read by its low byte). Conditions on bytes
 * share 42 flags, those of marks 15: where there are more sets of bytes, the most alike are joined, so that a member
 * may be reported although its bytes are not there. Literals are exact.
 */
export function createLiteralScanner(
  members: readonly ScanCondition[],
  marks: readonly ScanCondition[],
): LiteralScanner {
  return new Scanner(members, marks);
}

/** Members by the flags that were seen. */
interface Combination {
  /** Those that one of their bytes makes members. */
  readonly byBytes: Int32Array;
  /** Those of which all that they need as well is there. */
  readonly allowed: Int32Array;
}

/** A class, because it owns the marks of the scan that runs; scans do not overlap. */
class Scanner implements LiteralScanner {
  readonly none: Int32Array;
  readonly #markMasks: readonly number[];
  readonly #conditions: readonly { readonly flag: number; readonly needFlag: number | null }[];
  /** By byte: its flags above its class in the index of literals; and the flags of the second table. */
  readonly #entries: Int32Array;
  readonly #wideFlags: Int32Array;
  readonly #index: GramIndex;
  readonly #patterns: readonly Pattern[];
  readonly #combinations = new Map<number, Combination>();
  readonly #buffer: TextBuffer = createTextBuffer();
  readonly #finder: LiteralFinder;
  /** Where members are put together; copied when there are any. */
  readonly #members: Int32Array;

  constructor(members: readonly ScanCondition[], marks: readonly ScanCondition[]) {
    this.none = new Int32Array((members.length + 31) >> 5);
    this.#members = this.none.slice();
    const ofMarks = planByteFlags(
      marks.map(({ bytes }) => bytes),
      MARK_FLAGS,
    );
    const ofMembers = planByteFlags(
      [...members.map(({ bytes }) => bytes), ...members.map(({ needs }) => needs ?? [])],
      MEMBER_FLAGS,
    );
    this.#markMasks = marks.map(
      ({ literals }, mark) => maskOf(ofMarks.flagOf[mark]) | (literals.length > 0 ? LITERAL_MARK : 0),
    );
    this.#conditions = members.map(({ needs }, member) => ({
      flag: ofMembers.flagOf[member] ?? -1,
      needFlag: needs === null ? null : (ofMembers.flagOf[members.length + member] ?? -1),
    }));
    this.#patterns = patternsOf(members, marks);
    this.#index = createGramIndex(this.#patterns);
    this.#finder = new LiteralFinder(this.#index);
    this.#wideFlags = Int32Array.from({ length: 256 }, (_, byte) =>
      ofMembers.flagsOfByte(byte, 0, WIDE_FLAGS),
    );
    this.#entries = Int32Array.from(this.#index.classOf, (byteClass, byte) => {
      const narrow = ofMembers.flagsOfByte(byte, WIDE_FLAGS, MEMBER_FLAGS - WIDE_FLAGS);
      const flags = ofMarks.flagsOfByte(byte, 0, MARK_FLAGS) | (narrow << (MARK_FLAGS + 1));
      return (flags << CLASS_BITS) | byteClass;
    });
  }

  marksOf(mark: number): number {
    return this.#markMasks[mark] ?? 0;
  }

  scan(text: string): Scan {
    return this.#scan(this.#buffer.write(text), text.length, text);
  }

  scanBytes(bytes: Uint8Array, length: number): Scan {
    return this.#scan(bytes, length, null);
  }

  #scan(bytes: Uint8Array, length: number, text: string | null): Scan {
    const entries = this.#entries;
    const wideFlags = this.#wideFlags;
    const { present } = this.#index;
    let seen = 0;
    let wide = 0;
    let gram = 0;
    const finder = this.#finder;
    finder.start(bytes, length);
    for (let at = 0; at < length; at += 1) {
      const byte = bytes[at] ?? 0;
      const entry = entries[byte] ?? 0;
      seen |= entry;
      wide |= wideFlags[byte] ?? 0;
      gram = ((gram << GRAM_SHIFT) | (entry & CLASS_MASK)) & GRAM_MASK;
      if (((present[gram >> 5] ?? 0) & (1 << (gram & 31))) !== 0) finder.meet(gram, at);
    }
    const flags = seen >>> CLASS_BITS;
    const combination = this.#combinationOf(flags >>> (MARK_FLAGS + 1), wide);
    return {
      text,
      marks: finder.count === 0 ? flags & MARK_MASK : this.#marksWithLiterals(flags & MARK_MASK),
      members: finder.count === 0 ? combination.byBytes : this.#membersWithLiterals(combination),
    };
  }

  #marksWithLiterals(marks: number): number {
    const { found, count } = this.#finder;
    for (let at = 0; at < count; at += 1) {
      if (this.#patterns[found[at] ?? -1]?.isMark === true) return marks | LITERAL_MARK;
    }
    return marks;
  }

  #membersWithLiterals({ byBytes, allowed }: Combination): Int32Array {
    const { found, count } = this.#finder;
    const members = this.#members;
    let isCopied = false;
    for (let at = 0; at < count; at += 1) {
      for (const member of this.#patterns[found[at] ?? -1]?.members ?? []) {
        const bit = (1 << (member & 31)) & (allowed[member >> 5] ?? 0);
        if (bit === 0) continue;
        if (!isCopied) members.set(byBytes);
        isCopied = true;
        members[member >> 5] = (members[member >> 5] ?? 0) | bit;
      }
    }
    return isCopied ? members.slice() : byBytes;
  }

  /** `narrow` and `wide`: flags of members that were seen, in the first and in the second table. */
  #combinationOf(narrow: number, wide: number): Combination {
    // At most 42 bits: a double holds them all.
    const key = narrow * 2 ** 32 + (wide >>> 0);
    const kept = this.#combinations.get(key);
    if (kept !== undefined) return kept;
    const isSeen = (flag: number) =>
      flag === -1 ? false : ((flag < WIDE_FLAGS ? wide >>> flag : narrow >>> (flag - WIDE_FLAGS)) & 1) === 1;
    const allowed = this.none.slice();
    const byBytes = this.none.slice();
    this.#conditions.forEach(({ flag, needFlag }, member) => {
      if (needFlag !== null && !isSeen(needFlag)) return;
      allowed[member >> 5] = (allowed[member >> 5] ?? 0) | (1 << (member & 31));
      if (isSeen(flag)) byBytes[member >> 5] = (byBytes[member >> 5] ?? 0) | (1 << (member & 31));
    });
    const isEmpty = byBytes.every((word) => word === 0);
    const combination = { byBytes: isEmpty ? this.none : byBytes, allowed };
    if (this.#combinations.size >= KEPT_COMBINATIONS) this.#combinations.clear();
    this.#combinations.set(key, combination);
    return combination;
  }
}

function maskOf(flag: number | undefined): number {
  return flag === undefined || flag === -1 ? 0 : 1 << flag;
}

/** A literal with all that asked for it. */
interface Pattern extends ScanLiteral {
  readonly members: number[];
  isMark: boolean;
}

function patternsOf(members: readonly ScanCondition[], marks: readonly ScanCondition[]): readonly Pattern[] {
  const byKey = new Map<string, Pattern>();
  const patternOf = ({ text, atWordStart, atWordEnd }: ScanLiteral): Pattern => {
    const lower = text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    const key = `${Number(atWordStart)}${Number(atWordEnd)}${lower}`;
    const pattern = byKey.get(key) ?? { text: lower, atWordStart, atWordEnd, members: [], isMark: false };
    byKey.set(key, pattern);
    return pattern;
  };
  members.forEach(({ literals }, member) => {
    for (const literal of literals) patternOf(literal).members.push(member);
  });
  for (const { literals } of marks) for (const literal of literals) patternOf(literal).isMark = true;
  return [...byKey.values()];
}
