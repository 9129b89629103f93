import type { ScanCondition } from './scan-condition.ts';
import {
  CLASS_BITS,
  LITERAL_MARK,
  MARK_FLAGS,
  MARK_MASK,
  makeSearchTables,
  NO_NEED,
  type SearchTables,
  WIDE_FLAGS,
} from './search-tables.ts';
import { createScanCore, type ScanCore } from './wasm/scan-core.ts';

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
  /** What the loop over a text runs in; `plain` where the runtime has no WebAssembly for it, which takes longer. */
  readonly kind: 'wasm' | 'plain';
  scan(text: string): Scan;
  /** As `scan`, of the first `length` bytes. The result has no text. */
  scanBytes(bytes: Uint8Array, length: number): Scan;
  /** 128 KiB for a caller that makes the bytes for `scanBytes` itself; any scan may overwrite them. */
  readonly room: Uint8Array;
  /** The empty set of members; not to be written. */
  readonly none: Int32Array;
  /** Mask of a mark, by its number in the list that the scanner was made of. */
  marksOf(mark: number): number;
}

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
  return restoreLiteralScanner(makeSearchTables(members, marks));
}

/** Makes a scanner of tables that were made earlier; it finds what a scanner made of their conditions finds. */
export function restoreLiteralScanner(tables: SearchTables): LiteralScanner {
  return new Scanner(tables);
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
  readonly #tables: SearchTables;
  readonly #core: ScanCore;
  /** By the flags of the second table, then by those of the first. */
  readonly #combinations = new Map<number, Map<number, Combination>>();
  #combinationCount = 0;
  /** Where members are put together; copied when there are any. */
  readonly #members: Int32Array;

  constructor(tables: SearchTables) {
    this.none = new Int32Array((tables.flagOf.length + 31) >> 5);
    this.#members = this.none.slice();
    this.#tables = tables;
    this.#core = createScanCore(tables);
  }

  get kind(): 'wasm' | 'plain' {
    return this.#core.kind;
  }

  get room(): Uint8Array {
    return this.#core.room;
  }

  marksOf(mark: number): number {
    return this.#tables.markMasks[mark] ?? 0;
  }

  scan(text: string): Scan {
    return this.#result(text, this.#core.scan(text));
  }

  scanBytes(bytes: Uint8Array, length: number): Scan {
    return this.#result(null, this.#core.scanBytes(bytes, length));
  }

  /** Reads from the core what its scan found: `count` literals, and flags. */
  #result(text: string | null, count: number): Scan {
    const flags = this.#core.entries >>> CLASS_BITS;
    const combination = this.#combinationOf(flags >>> (MARK_FLAGS + 1), this.#core.wideFlags);
    const marks = flags & MARK_MASK;
    if (count === 0) return { text, marks, members: combination.byBytes };
    return {
      text,
      marks: this.#hasMark(count) ? marks | LITERAL_MARK : marks,
      members: this.#membersWithLiterals(count, combination),
    };
  }

  #hasMark(count: number): boolean {
    const { met } = this.#core;
    const { isMark } = this.#tables;
    for (let at = 0; at < count; at += 1) if (isMark[met[at] ?? 0] === 1) return true;
    return false;
  }

  #membersWithLiterals(count: number, { byBytes, allowed }: Combination): Int32Array {
    const { met } = this.#core;
    const { firstMember, memberOf } = this.#tables;
    const members = this.#members;
    let isCopied = false;
    for (let at = 0; at < count; at += 1) {
      const pattern = met[at] ?? 0;
      const last = firstMember[pattern + 1] ?? 0;
      for (let entry = firstMember[pattern] ?? 0; entry < last; entry += 1) {
        const member = memberOf[entry] ?? 0;
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
    let ofWide = this.#combinations.get(wide);
    const kept = ofWide?.get(narrow);
    if (kept !== undefined) return kept;
    if (this.#combinationCount >= KEPT_COMBINATIONS) {
      this.#combinations.clear();
      this.#combinationCount = 0;
      ofWide = undefined;
    }
    const combination = this.#combine(narrow, wide);
    ofWide ??= new Map();
    this.#combinations.set(wide, ofWide.set(narrow, combination));
    this.#combinationCount += 1;
    return combination;
  }

  #combine(narrow: number, wide: number): Combination {
    const isSeen = (flag: number) =>
      flag === -1 ? false : ((flag < WIDE_FLAGS ? wide >>> flag : narrow >>> (flag - WIDE_FLAGS)) & 1) === 1;
    const allowed = this.none.slice();
    const byBytes = this.none.slice();
    const { flagOf, needFlagOf } = this.#tables;
    flagOf.forEach((flag, member) => {
      const needFlag = needFlagOf[member] ?? NO_NEED;
      if (needFlag !== NO_NEED && !isSeen(needFlag)) return;
      allowed[member >> 5] = (allowed[member >> 5] ?? 0) | (1 << (member & 31));
      if (isSeen(flag)) byBytes[member >> 5] = (byBytes[member >> 5] ?? 0) | (1 << (member & 31));
    });
    const isEmpty = byBytes.every((word) => word === 0);
    return { byBytes: isEmpty ? this.none : byBytes, allowed };
  }
}
