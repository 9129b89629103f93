import { bitCount } from './bit-count.ts';
import {
  CLASS_BITS,
  chooseGrams,
  GRAM_COUNT,
  type GramChoice,
  gramStep,
  type JoinedLiterals,
} from './gram-choice.ts';
import { byteShare } from './text-frequency.ts';

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
  /**
   * By entry: a character of the literal outside of the gram, as its byte and its place from the gram's last one, so
   * that most entries are dismissed by one comparison; one of the gram where there is no other.
   */
  readonly probe: Uint8Array;
  readonly probePlace: Int8Array;
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
  const joined = join(literals);
  const choice = chooseGrams(joined);
  const presence = presenceOf(joined, choice);
  const entries = entriesOf(joined, choice, presence);
  return {
    classOf: choice.classOf,
    ...presence,
    ...entries,
    ...probesOf(joined, entries),
    ...joined,
    edges: Uint8Array.from(
      literals,
      ({ atWordStart, atWordEnd }) => Number(atWordStart) + 2 * Number(atWordEnd),
    ),
  };
}

function join(literals: readonly IndexedLiteral[]): JoinedLiterals {
  const start = new Int32Array(literals.length + 1);
  const texts = literals.map(({ text }, literal) => {
    if (text.length < 2) throw new RangeError(`the literal '${text}' is too short for the index`);
    start[literal + 1] = (start[literal] ?? 0) + text.length;
    return text;
  });
  return { chars: Buffer.from(texts.join(''), 'latin1'), start };
}

type Presence = Pick<GramIndex, 'present' | 'gramsBefore'>;

function presenceOf({ start }: JoinedLiterals, choice: GramChoice): Presence {
  const present = new Int32Array(GRAM_COUNT >> 5);
  choice.gram.forEach((first, literal) => {
    const step = gramStep((start[literal + 1] ?? 0) - (start[literal] ?? 0));
    for (let gram = first; gram < GRAM_COUNT; gram += step) {
      present[gram >> 5] = (present[gram >> 5] ?? 0) | (1 << (gram & 31));
    }
  });
  const gramsBefore = new Uint16Array(GRAM_COUNT >> 5);
  let count = 0;
  for (let word = 0; word < present.length; word += 1) {
    gramsBefore[word] = count;
    count += bitCount(present[word] ?? 0);
  }
  if (count > 0xffff) throw new RangeError(`${count} grams are too many for the index`);
  return { present, gramsBefore };
}

type Entries = Pick<GramIndex, 'firstEntry' | 'literalOf' | 'behind'>;

/** Puts the literals into the buckets of their grams; within a bucket they keep their order. */
function entriesOf({ start }: JoinedLiterals, choice: GramChoice, presence: Presence): Entries {
  const firstEntry = bucketStarts(choice, presence);
  const next = firstEntry.slice();
  const literalOf = new Int32Array(firstEntry.at(-1) ?? 0);
  const behind = new Int32Array(literalOf.length);
  choice.gram.forEach((first, literal) => {
    const last = start[literal + 1] ?? 0;
    const step = gramStep(last - (start[literal] ?? 0));
    for (let gram = first; gram < GRAM_COUNT; gram += step) {
      const bucket = bucketOf(presence, gram);
      const entry = next[bucket] ?? 0;
      next[bucket] = entry + 1;
      literalOf[entry] = literal;
      behind[entry] = last - (choice.end[literal] ?? 0);
    }
  });
  return { firstEntry, literalOf, behind };
}

/** The first entry of each bucket, in the order of grams, and how many entries there are. */
function bucketStarts({ sizes }: GramChoice, { present }: Presence): Int32Array {
  const starts = [0];
  let next = 0;
  present.forEach((word, at) => {
    for (let bits = word; bits !== 0; bits &= bits - 1) {
      next += sizes[32 * at + 31 - Math.clz32(bits & -bits)] ?? 0;
      starts.push(next);
    }
  });
  return Int32Array.from(starts);
}

type Probes = Pick<GramIndex, 'probe' | 'probePlace'>;

function probesOf({ chars, start }: JoinedLiterals, { literalOf, behind }: Entries): Probes {
  const probe = new Uint8Array(literalOf.length);
  const probePlace = new Int8Array(literalOf.length);
  literalOf.forEach((literal, entry) => {
    const first = start[literal] ?? 0;
    const isEnd = behind[entry] === 0;
    const end = (start[literal + 1] ?? 0) - (behind[entry] ?? 0);
    const isRarer = !isEnd && byteShare(chars[end] ?? 0) < byteShare(chars[end - 4] ?? 0);
    const place = end - first <= 3 ? Number(!isEnd) : isRarer ? 1 : -3;
    probePlace[entry] = place;
    probe[entry] = chars[end - 1 + place] ?? 0;
  });
  return { probe, probePlace };
}

/** The number of a gram that is present, in the order of grams: that of its bucket. */
export function bucketOf({ present, gramsBefore }: Presence, gram: number): number {
  const below = (present[gram >> 5] ?? 0) & ((1 << (gram & 31)) - 1);
  return (gramsBefore[gram >> 5] ?? 0) + bitCount(below);
}
