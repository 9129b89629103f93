import { planByteFlags } from './byte-flags.ts';
import { createGramIndex, GRAM_MASK, GRAM_SHIFT, type GramIndex, standsAt } from './gram-index.ts';

/** Something that a scanner reports as a member when one of its literals, or one of its bytes, is in the text. */
export interface ScanCondition {
  /** Any of these, without regard to the case of ASCII letters; each of two characters or more. */
  readonly literals: readonly string[];
  /** Any of these byte values; both cases of a letter count alike. */
  readonly bytes: readonly number[];
}

/** What one pass over a text found. */
export interface Scan {
  readonly text: string;
  /** Marks of the text; see {@link LiteralScanner.marksOf}. Marks may be set too often, never too seldom. */
  readonly marks: number;
  /** Members (bit `n & 31` of word `n >> 5`) of which a condition holds; the same object each time nothing was found. */
  readonly members: Int32Array;
}

/**
 * One pass over a text that tells which of many conditions hold. Two kinds are asked: *members*, of which the exact
 * set comes back, and *marks*, of which a bit mask does (for what is asked on each text, such as whether it holds a
 * character that a transformation would change).
 */
export interface LiteralScanner {
  scan(text: string): Scan;
  /** The empty set of members. */
  readonly none: Int32Array;
  /** Mask of the marks of a condition that was given when the scanner was made, by its number in that list. */
  marksOf(mark: number): number;
}

/** Bits of a table entry that hold the byte's class; the rest holds its flags. */
const CLASS_BITS = 6;
const CLASS_MASK = (1 << CLASS_BITS) - 1;
const FLAG_BITS = 32 - CLASS_BITS;

/** The last flag stands for marks that literals set. */
const LITERAL_MARK = 1 << (FLAG_BITS - 1);

/** Sets of members by the flags that were seen, kept because few combinations of flags occur. */
const KEPT_COMBINATIONS = 4096;

/**
 * Makes a scanner. Texts are bytes as latin1 strings (a code above 255 is read by its low byte). Conditions on bytes
 * share at most 25 flags: where there are more, the most alike sets are joined, so that a member may be reported
 * although none of its bytes is there. Literals are exact.
 */
export function createLiteralScanner(
  members: readonly ScanCondition[],
  marks: readonly ScanCondition[],
): LiteralScanner {
  return new Scanner(members, marks);
}

/** A class, because it owns the marks of the scan that runs; scans do not overlap. */
class Scanner implements LiteralScanner {
  readonly none: Int32Array;
  readonly #markMasks: readonly number[];
  readonly #memberFlags: number;
  /** By flag: its members. */
  readonly #membersOfFlag: readonly Int32Array[];
  /** By byte: its flags above its class in the index of literals. */
  readonly #entries: Int32Array;
  readonly #index: GramIndex;
  readonly #patterns: readonly Pattern[];
  readonly #combinations = new Map<number, Int32Array>();
  /** Literals that the running scan met, and by literal, the last scan that did. */
  readonly #met: Int32Array;
  #metCount = 0;
  readonly #metIn: Uint32Array;
  #generation = 0;

  constructor(members: readonly ScanCondition[], marks: readonly ScanCondition[]) {
    this.none = new Int32Array((members.length + 31) >> 5);
    const { flagOf, flagsOfByte } = planByteFlags(
      [...members, ...marks].map((condition) => condition.bytes),
      FLAG_BITS - 1,
    );
    this.#membersOfFlag = membersByFlag(flagOf.slice(0, members.length), this.none.length);
    this.#memberFlags = flagOf.slice(0, members.length).reduce((mask, flag) => mask | maskOf(flag), 0);
    this.#markMasks = marks.map(
      ({ literals }, number) =>
        maskOf(flagOf[members.length + number] ?? -1) | (literals.length > 0 ? LITERAL_MARK : 0),
    );
    this.#patterns = patternsOf(members, marks);
    this.#metIn = new Uint32Array(this.#patterns.length);
    this.#met = new Int32Array(this.#patterns.length);
    this.#index = createGramIndex(this.#patterns.map(({ text }) => text));
    this.#entries = Int32Array.from(
      this.#index.classOf,
      (byteClass, byte) => ((flagsOfByte[byte] ?? 0) << CLASS_BITS) | byteClass,
    );
  }

  marksOf(mark: number): number {
    return this.#markMasks[mark] ?? 0;
  }

  scan(text: string): Scan {
    const entries = this.#entries;
    const { present } = this.#index;
    let seen = 0;
    let gram = 0;
    this.#metCount = 0;
    this.#generation += 1;
    for (let at = 0; at < text.length; at += 1) {
      const entry = entries[text.charCodeAt(at) & 0xff] ?? 0;
      seen |= entry;
      gram = ((gram << GRAM_SHIFT) | (entry & CLASS_MASK)) & GRAM_MASK;
      if (((present[gram >> 3] ?? 0) & (1 << (gram & 7))) !== 0) this.#meet(gram, text, at);
    }
    const flags = seen >>> CLASS_BITS;
    const byBytes =
      (flags & this.#memberFlags) === 0 ? this.none : this.#membersOfFlags(flags & this.#memberFlags);
    if (this.#metCount === 0) return { text, marks: flags, members: byBytes };
    return this.#withLiterals(text, flags, byBytes);
  }

  /** Three bytes are those of a literal: notes the literals that stand here. */
  #meet(gram: number, text: string, at: number): void {
    const { bucketOf, firstEntry, literalOf } = this.#index;
    const bucket = bucketOf[gram] ?? 0;
    const last = firstEntry[bucket + 1] ?? 0;
    for (let entry = firstEntry[bucket] ?? 0; entry < last; entry += 1) {
      const literal = literalOf[entry] ?? 0;
      if (this.#metIn[literal] === this.#generation || !standsAt(this.#index, entry, { text, at })) continue;
      this.#metIn[literal] = this.#generation;
      this.#met[this.#metCount] = literal;
      this.#metCount += 1;
    }
  }

  #withLiterals(text: string, flags: number, byBytes: Int32Array): Scan {
    let marks = flags;
    let members = byBytes;
    for (let at = 0; at < this.#metCount; at += 1) {
      const pattern = this.#patterns[this.#met[at] ?? -1];
      if (pattern?.isMark === true) marks |= LITERAL_MARK;
      if (pattern === undefined || pattern.members.length === 0) continue;
      if (members === byBytes) members = byBytes.slice();
      for (const member of pattern.members)
        members[member >> 5] = (members[member >> 5] ?? 0) | (1 << (member & 31));
    }
    return { text, marks, members };
  }

  #membersOfFlags(flags: number): Int32Array {
    const kept = this.#combinations.get(flags);
    if (kept !== undefined) return kept;
    const members = this.none.slice();
    this.#membersOfFlag.forEach((found, flag) => {
      if ((flags & (1 << flag)) !== 0) addMembers(members, found);
    });
    if (this.#combinations.size >= KEPT_COMBINATIONS) this.#combinations.clear();
    this.#combinations.set(flags, members);
    return members;
  }
}

function maskOf(flag: number): number {
  return flag === -1 ? 0 : 1 << flag;
}

/** Adds the members of `source` to `target`. */
export function addMembers(target: Int32Array, source: Int32Array): void {
  for (let word = 0; word < source.length; word += 1)
    target[word] = (target[word] ?? 0) | (source[word] ?? 0);
}

function membersByFlag(flagOf: readonly number[], words: number): readonly Int32Array[] {
  return Array.from({ length: FLAG_BITS }, (_, flag) => {
    const members = flagOf.flatMap((own, member) => (own === flag ? [member] : []));
    return bitsOf(members, words);
  });
}

function bitsOf(members: readonly number[], words: number): Int32Array {
  const bits = new Int32Array(words);
  for (const member of members) bits[member >> 5] = (bits[member >> 5] ?? 0) | (1 << (member & 31));
  return bits;
}

/** A literal with all that asked for it. */
interface Pattern {
  readonly text: string;
  readonly members: number[];
  isMark: boolean;
}

function patternsOf(members: readonly ScanCondition[], marks: readonly ScanCondition[]): readonly Pattern[] {
  const byText = new Map<string, Pattern>();
  const patternOf = (literal: string): Pattern => {
    const text = literal.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    const pattern = byText.get(text) ?? { text, members: [], isMark: false };
    byText.set(text, pattern);
    return pattern;
  };
  members.forEach(({ literals }, member) => {
    for (const literal of literals) patternOf(literal).members.push(member);
  });
  for (const { literals } of marks) for (const literal of literals) patternOf(literal).isMark = true;
  return [...byText.values()];
}
