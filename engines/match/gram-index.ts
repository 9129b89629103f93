import { byteShare, likelihoodOf } from './text-frequency.ts';

/** Bits of a byte's class; three classes make a gram. */
const CLASS_BITS = 6;
const GRAM_BITS = 3 * CLASS_BITS;
const GRAM_COUNT = 1 << GRAM_BITS;

/** Class of a place before the text begins, and of bytes that no literal holds. */
const OTHER = 0;

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
 * Indexes literals of two characters or more (a RangeError for shorter ones), in lower case, bytes as latin1 strings; a RangeError for more than 65,535 different grams.
 * A literal of two characters is indexed under every gram that ends with it.
 */
export function createGramIndex(literals: readonly IndexedLiteral[]): GramIndex {
  const texts = literals.map(({ text }) => text);
  const classOf = classify(texts);
  const byGram = new Map<number, Entry[]>();
  texts.forEach((text, literal) => {
    if (text.length < 2) throw new RangeError(`the literal '${text}' is too short for the index`);
    const end = rarestEnd(text, (gram) => byGram.get(gram)?.length ?? 0, classOf);
    for (const gram of gramsEndingAt(text, end, classOf)) {
      const bucket = byGram.get(gram) ?? [];
      byGram.set(gram, bucket);
      bucket.push({ literal, behind: text.length - end });
    }
  });
  const grams = [...byGram.keys()].sort((one, other) => one - other);
  if (grams.length > 0xffff) throw new RangeError(`${grams.length} grams are too many for the index`);
  const buckets = grams.map((gram) => byGram.get(gram) ?? []);
  const entries = buckets.flat();
  return {
    classOf,
    ...presenceOf(grams),
    firstEntry: startsOf(buckets.map((bucket) => bucket.length)),
    literalOf: Int32Array.from(entries, ({ literal }) => literal),
    behind: Int32Array.from(entries, ({ behind }) => behind),
    ...probesOf(entries, texts),
    chars: Buffer.from(texts.join(''), 'latin1'),
    start: startsOf(texts.map((text) => text.length)),
    edges: Uint8Array.from(
      literals,
      ({ atWordStart, atWordEnd }) => Number(atWordStart) + 2 * Number(atWordEnd),
    ),
  };
}

interface Entry {
  readonly literal: number;
  readonly behind: number;
}

function probesOf(
  entries: readonly Entry[],
  texts: readonly string[],
): Pick<GramIndex, 'probe' | 'probePlace'> {
  const places = entries.map(({ literal, behind }) => {
    const text = texts[literal] ?? '';
    const end = text.length - behind;
    if (end <= 3) return behind > 0 ? 1 : 0;
    const isBehindRarer = behind > 0 && shareAt(text, end) < shareAt(text, end - 4);
    return isBehindRarer ? 1 : -3;
  });
  const probes = entries.map(({ literal, behind }, at) => {
    const text = texts[literal] ?? '';
    return text.charCodeAt(text.length - behind - 1 + (places[at] ?? 0)) & 0xff;
  });
  return { probe: Uint8Array.from(probes), probePlace: Int8Array.from(places) };
}

function shareAt(text: string, at: number): number {
  return byteShare(text.charCodeAt(at) & 0xff);
}

function presenceOf(grams: readonly number[]): Pick<GramIndex, 'present' | 'gramsBefore'> {
  const present = new Int32Array(GRAM_COUNT >> 5);
  const gramsBefore = new Uint16Array(GRAM_COUNT >> 5);
  for (const gram of grams) present[gram >> 5] = (present[gram >> 5] ?? 0) | (1 << (gram & 31));
  let count = 0;
  present.forEach((word, at) => {
    gramsBefore[at] = count;
    count += bitCount(word);
  });
  return { present, gramsBefore };
}

/** The number of a gram that is present, in the order of grams: that of its bucket. */
export function bucketOf({ present, gramsBefore }: GramIndex, gram: number): number {
  const below = (present[gram >> 5] ?? 0) & ((1 << (gram & 31)) - 1);
  return (gramsBefore[gram >> 5] ?? 0) + bitCount(below);
}

/** Number of bits that are set in 32 (Warren, Hacker's Delight §5-1). */
function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Where each of several stretches of those lengths begins when they are laid end to end, and where the last one ends. */
function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1);
  lengths.forEach((length, number) => {
    starts[number + 1] = (starts[number] ?? 0) + length;
  });
  return starts;
}

/** Bytes in literals get classes of their own, the commonest first; past the number of classes the rest share the last. */
function classify(literals: readonly string[]): Uint8Array {
  const counts = new Map<number, number>();
  for (const literal of literals) {
    for (let at = 0; at < literal.length; at += 1) {
      const code = literal.charCodeAt(at) & 0xff;
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  const classOf = new Uint8Array(256).fill(OTHER);
  const last = (1 << CLASS_BITS) - 1;
  [...counts]
    .sort((one, other) => other[1] - one[1] || one[0] - other[0])
    .forEach(([code], rank) => {
      const own = Math.min(rank + 1, last);
      classOf[code] = own;
      if (code >= 0x61 && code <= 0x7a) classOf[code - 0x20] = own;
    });
  return classOf;
}

/** The gram of a text that has three characters before its place `end`. */
function gramEndingAt(text: string, end: number, classOf: Uint8Array): number {
  let gram = 0;
  for (let at = end - 3; at < end; at += 1) {
    gram = (gram << CLASS_BITS) | (classOf[text.charCodeAt(at) & 0xff] ?? OTHER);
  }
  return gram;
}

/** All grams under which a literal is found at its place `end` (behind the gram's last character). */
function gramsEndingAt(text: string, end: number, classOf: Uint8Array): readonly number[] {
  if (end >= 3) return [gramEndingAt(text, end, classOf)];
  const classAt = (at: number): number => classOf[text.charCodeAt(at) & 0xff] ?? OTHER;
  const tail = (classAt(end - 2) << CLASS_BITS) | classAt(end - 1);
  return Array.from({ length: 1 << CLASS_BITS }, (_, first) => (first << (2 * CLASS_BITS)) | tail);
}

/** Place behind the three characters that are seen together least often, and that few other literals are found by. */
function rarestEnd(text: string, literalsOf: (gram: number) => number, classOf: Uint8Array): number {
  if (text.length < 3) return text.length;
  let best = { end: 3, cost: Infinity };
  for (let end = 3; end <= text.length; end += 1) {
    const likelihood = likelihoodOf(text.slice(end - 3, end));
    // More literals under the gram only make it dearer.
    if (likelihood >= best.cost) continue;
    const cost = likelihood * (1 + literalsOf(gramEndingAt(text, end, classOf)));
    if (cost < best.cost) best = { end, cost };
  }
  return best.end;
}
