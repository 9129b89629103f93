import { bitCount } from './bit-count.ts';
import {
  CLASS_BITS,
  chooseGrams,
  GRAM_COUNT,
  type GramChoice,
  gramStep,
  type JoinedLiterals,
} from './gram-choice.ts';

/**
 * Finds which of many literals a text holds, without regard to the case of ASCII letters. Each literal is looked for
 * by its rarest three characters: one look-up a byte, in a table of 32 KB, says whether three characters are those of
 * some literal, and only then the literal itself is compared (the method of Wu and Manber, TR-94-17, with a fixed step).
 * An automaton of thousands of literals takes ten megabytes, and a look-up in it misses the processor's caches.
 */
export interface GramIndex {
  /** By byte: its class. */
  readonly classOf: Uint8Array;
  /** One bit a gram, in words of 32: whether a literal has it. */
  readonly present: Int32Array;
  /** By word of `present`: how many grams stand in the words before it. */
  readonly gramsBefore: Uint16Array;
  /** The entries of bucket n are those from `firstEntry[n]` up to `firstEntry[n + 1]`. */
  readonly firstEntry: Int32Array;
  /** By entry: the literal, and how many of its characters stand behind the gram. */
  readonly literalOf: Int32Array;
  readonly behind: Int32Array;
  /** Characters of literal n are those from `start[n]` up to `start[n + 1]`. */
  readonly chars: Uint8Array;
  readonly start: Int32Array;
  /** By literal: whether it must stand at the start (1) and at the end (2) of a word. */
  readonly edges: Uint8Array;
}

/** A literal in lower case, and whether it only counts at the edges of words. */
interface IndexedLiteral {
  readonly text: string;
  readonly atWordStart: boolean;
  readonly atWordEnd: boolean;
}

/** Mask of a gram: what is left of the running value after each byte is shifted in. */
export const GRAM_MASK = GRAM_COUNT - 1;
export const GRAM_SHIFT = CLASS_BITS;

/**
 * Indexes literals of two characters or more (a RangeError for shorter ones), in lower case, bytes as latin1 strings; a
 * RangeError for more than 65,535 different grams. A literal of two characters is indexed under every gram that ends
 * with it.
 */
export function createGramIndex(literals: readonly IndexedLiteral[]): GramIndex {
  const { edges, ...joined } = join(literals);
  const choice = chooseGrams(joined);
  const ranks = rankGrams(choice);
  const { classOf, present } = choice;
  const { gramsBefore, firstEntry } = ranks;
  const buckets = fillBuckets(joined, choice, ranks);
  return { classOf, present, gramsBefore, firstEntry, ...buckets, ...joined, edges };
}

function join(literals: readonly IndexedLiteral[]): JoinedLiterals & Pick<GramIndex, 'edges'> {
  const start = new Int32Array(literals.length + 1);
  const edges = new Uint8Array(literals.length);
  const texts = literals.map(({ text, atWordStart, atWordEnd }, literal) => {
    if (text.length < 2) throw new RangeError(`the literal '${text}' is too short for the index`);
    start[literal + 1] = (start[literal] ?? 0) + text.length;
    edges[literal] = Number(atWordStart) + 2 * Number(atWordEnd);
    return text;
  });
  return { chars: Buffer.from(texts.join(''), 'latin1'), start, edges };
}

interface Ranks extends Pick<GramIndex, 'gramsBefore' | 'firstEntry'> {
  /** By gram that is present: the first entry of its bucket. */
  readonly next: Int32Array;
}

/**
 * Numbers the grams that are present in their order, and lays their buckets end to end. `sizes` becomes `next`: a
 * second table of its size would cost more to get from the system than to fill.
 */
function rankGrams({ sizes: next, present }: GramChoice): Ranks {
  const gramsBefore = new Uint16Array(present.length);
  const firstEntry = [0];
  let entries = 0;
  for (let word = 0; word < present.length; word += 1) {
    gramsBefore[word] = firstEntry.length - 1;
    for (let bits = present[word] ?? 0; bits !== 0; bits &= bits - 1) {
      const gram = 32 * word + 31 - Math.clz32(bits & -bits);
      const size = next[gram] ?? 0;
      next[gram] = entries;
      entries += size;
      firstEntry.push(entries);
    }
  }
  const grams = firstEntry.length - 1;
  if (grams > 0xffff) throw new RangeError(`${grams} grams are too many for the index`);
  return { gramsBefore, next, firstEntry: Int32Array.from(firstEntry) };
}

/** Puts the literals into the buckets of their grams, where they keep their order; uses `next` up. */
function fillBuckets(
  { start }: JoinedLiterals,
  { gram: grams, end: ends }: GramChoice,
  { firstEntry, next }: Ranks,
): Pick<GramIndex, 'literalOf' | 'behind'> {
  const literalOf = new Int32Array(firstEntry.at(-1) ?? 0);
  const behind = new Int32Array(literalOf.length);
  for (let literal = 0; literal < grams.length; literal += 1) {
    const last = start[literal + 1] ?? 0;
    const step = gramStep(last - (start[literal] ?? 0));
    for (let gram = grams[literal] ?? 0; gram < GRAM_COUNT; gram += step) {
      const entry = next[gram] ?? 0;
      next[gram] = entry + 1;
      literalOf[entry] = literal;
      behind[entry] = last - (ends[literal] ?? 0);
    }
  }
  return { literalOf, behind };
}

/** The number of a gram that is present, in the order of grams: that of its bucket. */
export function bucketOf({ present, gramsBefore }: GramIndex, gram: number): number {
  const below = (present[gram >> 5] ?? 0) & ((1 << (gram & 31)) - 1);
  return (gramsBefore[gram >> 5] ?? 0) + bitCount(below);
}
