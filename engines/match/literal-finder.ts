import { bucketOf, type GramIndex } from './gram-index.ts';
import { byteShare } from './text-frequency.ts';

/** By byte: 1 for those of `\\w`. */
const WORD = Uint8Array.from({ length: 256 }, (_, byte) => (/\w/.test(String.fromCharCode(byte)) ? 1 : 0));

/** By byte: the byte, letters in lower case. */
const FOLDED = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

/** Texts are numbered within 32 bits. */
const LAST_TEXT = 0xffff_ffff;

/**
 * By entry: a character of the literal outside of the gram, as its byte and its place from the gram's last one, so that
 * most entries are dismissed by one comparison; one of the gram where there is no other.
 */
interface Probes {
  readonly probe: Uint8Array;
  readonly probePlace: Int8Array;
}

/**
 * Compares literals with a text where their grams stand, and collects those that are there, each once.
 * A class, because it owns what was found in the text that is read; it is used for one text after the other.
 */
export class LiteralFinder {
  readonly #index: GramIndex;
  readonly #probes: Probes;
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  /** By literal, the last text that held it. */
  readonly #foundIn: Uint32Array;
  #text = 0;
  /** Numbers of the literals that the text holds; the first `count` of them. */
  readonly found: Int32Array;
  count = 0;

  constructor(index: GramIndex) {
    this.#index = index;
    this.#probes = probesOf(index);
    const literals = index.edges.length;
    this.#foundIn = new Uint32Array(literals);
    this.found = new Int32Array(literals);
  }

  /** Begins with a text: the first `length` bytes, which must stay as they are while it is read. */
  start(bytes: Uint8Array, length: number): void {
    this.#bytes = bytes;
    this.#length = length;
    if (this.#text === LAST_TEXT) {
      this.#foundIn.fill(0);
      this.#text = 0;
    }
    this.#text += 1;
    this.count = 0;
  }

  /** Looks for the literals of a gram that ends at offset `at`. */
  meet(gram: number, at: number): void {
    const { firstEntry, literalOf } = this.#index;
    const { probe, probePlace } = this.#probes;
    const bucket = bucketOf(this.#index, gram);
    const last = firstEntry[bucket + 1] ?? 0;
    const bytes = this.#bytes;
    for (let entry = firstEntry[bucket] ?? 0; entry < last; entry += 1) {
      if (FOLDED[bytes[at + (probePlace[entry] ?? 0)] ?? 0] !== probe[entry]) continue;
      const literal = literalOf[entry] ?? 0;
      if (this.#foundIn[literal] === this.#text || !this.#stands(entry, at)) continue;
      this.#foundIn[literal] = this.#text;
      this.found[this.count] = literal;
      this.count += 1;
    }
  }

  /** Whether the literal of an entry stands where its gram ends at `at`. */
  #stands(entry: number, at: number): boolean {
    const { chars, start, edges, literalOf, behind } = this.#index;
    const bytes = this.#bytes;
    const literal = literalOf[entry] ?? 0;
    const first = start[literal] ?? 0;
    const last = (start[literal + 1] ?? 0) - 1;
    const end = at + (behind[entry] ?? 0);
    const begin = end - last + first;
    if (end >= this.#length || begin < 0) return false;
    for (let char = last, place = end; char >= first; char -= 1, place -= 1) {
      if (FOLDED[bytes[place] ?? 0] !== chars[char]) return false;
    }
    const edge = edges[literal] ?? 0;
    if ((edge & 1) !== 0 && begin > 0 && WORD[bytes[begin - 1] ?? 0] === 1) return false;
    return (edge & 2) === 0 || end + 1 >= this.#length || WORD[bytes[end + 1] ?? 0] !== 1;
  }
}

function probesOf({ chars, start, literalOf, behind }: GramIndex): Probes {
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
