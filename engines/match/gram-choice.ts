import { byteShare, likelihoodAfter } from './text-frequency.ts';

/** Bits of a byte's class; three classes make a gram. */
export const CLASS_BITS = 6;
export const GRAM_COUNT = 1 << (3 * CLASS_BITS);

/** Class of a place before the text begins, and of bytes that no literal holds. */
const OTHER = 0;

/** The characters of all literals in one array: those of literal n are from `start[n]` up to `start[n + 1]`. */
export interface JoinedLiterals {
  readonly chars: Uint8Array;
  readonly start: Int32Array;
}

/** By what each literal is found. */
export interface GramChoice {
  /** By byte: its class. */
  readonly classOf: Uint8Array;
  /** By literal: the place in `chars` behind its gram. */
  readonly end: Int32Array;
  /** By literal: the first of its grams. */
  readonly gram: Int32Array;
  /** By gram: how many literals are found by it. */
  readonly sizes: Int32Array;
  /** One bit a gram, in words of 32: whether a literal is found by it. */
  readonly present: Int32Array;
}

/**
 * How far apart the grams of a literal are: one of two characters is found by every gram that ends with them; any other
 * has one gram, and the next is past the last.
 */
export function gramStep(length: number): number {
  return length < 3 ? 1 << (2 * CLASS_BITS) : GRAM_COUNT;
}

/**
 * Chooses the rarest gram of each literal. It is done before the first request for thousands of literals, in code that
 * has not run before: hence numbers in typed arrays, and one pass.
 */
export function chooseGrams({ chars, start }: JoinedLiterals): GramChoice {
  const classOf = classify(chars);
  const literals = start.length - 1;
  const ends = new Int32Array(literals);
  const grams = new Int32Array(literals);
  const sizes = new Int32Array(GRAM_COUNT);
  const present = new Int32Array(GRAM_COUNT >> 5);
  const context = { chars, classOf, sizes, pairs: new Float64Array(256 * 256) };
  for (let literal = 0; literal < literals; literal += 1) {
    const first = start[literal] ?? 0;
    const behind = start[literal + 1] ?? 0;
    const step = gramStep(behind - first);
    const end = behind - first < 3 ? behind : rarestEnd(context, first, behind);
    ends[literal] = end;
    grams[literal] = gramAt(context, end) % step;
    for (let gram = grams[literal] ?? 0; gram < GRAM_COUNT; gram += step) {
      sizes[gram] = (sizes[gram] ?? 0) + 1;
      present[gram >> 5] = (present[gram >> 5] ?? 0) | (1 << (gram & 31));
    }
  }
  return { classOf, end: ends, gram: grams, sizes, present };
}

/** Bytes in literals get classes of their own, the commonest first; past the number of classes the rest share the last. */
function classify(chars: Uint8Array): Uint8Array {
  const counts = new Int32Array(256);
  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at] ?? 0;
    counts[char] = (counts[char] ?? 0) + 1;
  }
  const countOf = (char: number): number => counts[char] ?? 0;
  const classOf = new Uint8Array(256).fill(OTHER);
  const last = (1 << CLASS_BITS) - 1;
  [...counts.keys()]
    .filter((char) => countOf(char) > 0)
    .sort((one, other) => countOf(other) - countOf(one) || one - other)
    .forEach((char, rank) => {
      const own = Math.min(rank + 1, last);
      classOf[char] = own;
      if (char >= 0x61 && char <= 0x7a) classOf[char - 0x20] = own;
    });
  return classOf;
}

/** Three characters that stand at fewer places of a text than one in 100,000 are rare enough. */
const RARE_ENOUGH = 0.00001;

interface Literals {
  readonly chars: Uint8Array;
  readonly classOf: Uint8Array;
  /** By gram: how many literals are found by it so far. */
  readonly sizes: Int32Array;
  /** By first and second byte: how likely the second follows the first; 0 where that was not asked yet. */
  readonly pairs: Float64Array;
}

/**
 * Place behind the three characters, of those from `first` up to `behind`, that are seen together least often and that
 * few other literals are found by; the first that are rare enough.
 */
function rarestEnd(literals: Literals, first: number, behind: number): number {
  const { chars, pairs } = literals;
  let best = first + 3;
  let least = Infinity;
  let char = chars[first + 1] ?? 0;
  // How likely the first two characters of the gram are.
  let likelihood = byteShare(chars[first] ?? 0) * likelihoodAfter(chars[first] ?? 0, char);
  for (let at = first + 2; at < behind && least > RARE_ENOUGH; at += 1) {
    const next = chars[at] ?? 0;
    let last = pairs[256 * char + next] ?? 0;
    if (last === 0) {
      last = likelihoodAfter(char, next);
      pairs[256 * char + next] = last;
    }
    // More literals under the gram only make it dearer.
    if (likelihood * last < least) {
      const cost = likelihood * last * (1 + (literals.sizes[gramAt(literals, at + 1)] ?? 0));
      if (cost < least) {
        least = cost;
        best = at + 1;
      }
    }
    likelihood = byteShare(char) * last;
    char = next;
  }
  return best;
}

/** The gram of the three characters before a place. */
function gramAt({ chars, classOf }: Literals, end: number): number {
  const classAt = (at: number): number => classOf[chars[at] ?? 0] ?? OTHER;
  return (((classAt(end - 3) << CLASS_BITS) | classAt(end - 2)) << CLASS_BITS) | classAt(end - 1);
}
