const GRAM = 3;
/** Entries of the table for each literal: most places of a text must come to an empty one. */
const SPARSENESS = 16;
const LARGEST_TABLE = 1 << 17;
const NON_ASCII = /[^\x00-\x7f]/;

/** Stretches that stand in so many values that a search for them would always find something. */
const COMMON = [
  'c:\\windows\\system32\\',
  'c:\\program files (x86)\\',
  '\\microsoft\\windows\\currentversion\\',
  'hklm\\software\\',
  'powershell.exe',
  'cmd.exe',
  'https://www.',
  '.dll',
].flatMap((text) => gramsOf(text));

interface Entry {
  readonly text: string;
  /** Position in `text` of the characters by which it is found. */
  readonly offset: number;
  readonly rules: readonly number[];
  /** Event for which it was found last. */
  foundFor: number;
}

/** Finds which of many literals a text contains, in one pass over hashes of three characters. */
export class LiteralIndex {
  readonly #table: readonly (readonly Entry[] | undefined)[];
  /** 1 where the table has an entry; small enough to stay in the processor's cache. */
  readonly #used: Uint8Array;
  /** One or two ASCII characters: looked for one by one. */
  readonly #short: readonly Entry[];
  /** One or two characters, the first beyond ASCII, by that one: looked for only in texts that have such. */
  readonly #wide: ReadonlyMap<number, readonly Entry[]>;

  /** `rulesOf` maps each literal to the numbers of the rules that need it. */
  constructor(rulesOf: ReadonlyMap<string, readonly number[]>) {
    const counts = countGrams([...rulesOf.keys()]);
    const entries = [...rulesOf].map(([text, rules]): Entry => {
      return { text, offset: rarestGram(text, counts), rules, foundFor: -1 };
    });
    const short = entries.filter(({ text }) => text.length < GRAM);
    this.#short = short.filter(({ text }) => text.charCodeAt(0) < 0x80);
    this.#wide = Map.groupBy(
      short.filter(({ text }) => text.charCodeAt(0) >= 0x80),
      ({ text }) => text.charCodeAt(0),
    );
    const size = Math.min(LARGEST_TABLE, 2 ** Math.ceil(Math.log2(entries.length * SPARSENESS)));
    const long = Map.groupBy(
      entries.filter(({ text }) => text.length >= GRAM),
      ({ text, offset }) => hashAt(text, offset) & (size - 1),
    );
    this.#table = Array.from({ length: size }, (_, slot) => long.get(slot));
    this.#used = Uint8Array.from(this.#table, (bucket) => (bucket === undefined ? 0 : 1));
  }

  /** Calls `found` with the rules of each literal in the text, once a literal for each `epoch`. */
  scan(text: string, epoch: number, found: (rules: readonly number[]) => void): void {
    for (const entry of this.#short) if (text.includes(entry.text)) found(entry.rules);
    if (this.#wide.size > 0 && NON_ASCII.test(text)) this.#scanWide(text, epoch, found);
    const last = text.length - GRAM;
    if (last < 0) return;
    const used = this.#used;
    const mask = used.length - 1;
    let second = text.charCodeAt(0);
    let third = text.charCodeAt(1);
    for (let at = 0; at <= last; at += 1) {
      const first = second;
      second = third;
      third = text.charCodeAt(at + 2);
      const slot = hash(first, second, third) & mask;
      if (used[slot] === 0) continue;
      for (const entry of this.#table[slot] ?? []) {
        if (entry.foundFor === epoch || !isAt(entry, text, at)) continue;
        entry.foundFor = epoch;
        found(entry.rules);
      }
    }
  }

  #scanWide(text: string, epoch: number, found: (rules: readonly number[]) => void): void {
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit < 0x80) continue;
      for (const entry of this.#wide.get(unit) ?? []) {
        if (entry.foundFor === epoch || !text.startsWith(entry.text, at)) continue;
        entry.foundFor = epoch;
        found(entry.rules);
      }
    }
  }
}

function isAt(entry: Entry, text: string, at: number): boolean {
  return at >= entry.offset && text.startsWith(entry.text, at - entry.offset);
}

function hash(first: number, second: number, third: number): number {
  return (first * 1021) ^ (second * 31) ^ (third * 32_003);
}

function hashAt(text: string, at: number): number {
  return hash(text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2));
}

function gramsOf(text: string): readonly string[] {
  return Array.from({ length: Math.max(0, text.length - GRAM + 1) }, (_, at) => text.slice(at, at + GRAM));
}

function countGrams(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>(COMMON.map((gram) => [gram, 1000]));
  for (const gram of texts.flatMap(gramsOf)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return counts;
}

function rarestGram(text: string, counts: ReadonlyMap<string, number>): number {
  let rarest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, gram] of gramsOf(text).entries()) {
    const count = counts.get(gram) ?? 0;
    if (count < least) {
      least = count;
      rarest = at;
    }
  }
  return rarest;
}
