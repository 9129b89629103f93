const GRAM = 3;
/** Entries of the table for each literal: most places of a text must come to an empty one. */
const SPARSENESS = 16;
const LARGEST_TABLE = 1 << 17;
/** Places of the table of counts. */
const COUNTED = 1 << 16;
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
];

interface Entry {
  readonly text: string;
  readonly rules: readonly number[];
  /** Position in `text` of the characters by which it is found. */
  offset: number;
  /** The next entry that is found by the same hash. */
  next: Entry | null;
  /** Event for which it was found last. */
  foundFor: number;
}

/** Finds which of many literals a text contains, in one pass over hashes of three characters. */
export class LiteralIndex {
  readonly #table: (Entry | null)[];
  /** 1 where the table has an entry; small enough to stay in the processor's cache. */
  readonly #used: Uint8Array;
  /** One or two ASCII characters: looked for one by one. */
  readonly #short: readonly Entry[];
  /** One or two characters, the first beyond ASCII, by that one: looked for only in texts that have such. */
  readonly #wide: ReadonlyMap<number, readonly Entry[]>;

  /** `rulesOf` maps each literal to the numbers of the rules that need it. */
  constructor(rulesOf: ReadonlyMap<string, readonly number[]>) {
    const entries = [...rulesOf].map(([text, rules]): Entry => {
      return { text, rules, offset: 0, next: null, foundFor: -1 };
    });
    const short = entries.filter(({ text }) => text.length < GRAM);
    this.#short = short.filter(({ text }) => text.charCodeAt(0) < 0x80);
    this.#wide = Map.groupBy(
      short.filter(({ text }) => text.charCodeAt(0) >= 0x80),
      ({ text }) => text.charCodeAt(0),
    );
    const size = Math.min(LARGEST_TABLE, 2 ** Math.ceil(Math.log2(entries.length * SPARSENESS)));
    this.#table = new Array<Entry | null>(size).fill(null);
    this.#used = new Uint8Array(size);
    this.#addLong(entries.filter(({ text }) => text.length >= GRAM));
  }

  #addLong(entries: readonly Entry[]): void {
    const counts = new Uint16Array(COUNTED);
    for (const text of COMMON) countGrams(counts, text, 1000);
    for (const { text } of entries) countGrams(counts, text, 1);
    // From the back, so that each chain begins with the first of its entries.
    for (let index = entries.length - 1; index >= 0; index -= 1) {
      const entry = entries[index];
      if (entry === undefined) continue;
      entry.offset = rarestGram(entry.text, counts);
      const slot = hashAt(entry.text, entry.offset) & (this.#used.length - 1);
      entry.next = this.#table[slot] ?? null;
      this.#table[slot] = entry;
      this.#used[slot] = 1;
    }
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
      for (let entry = this.#table[slot] ?? null; entry !== null; entry = entry.next) {
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

/** How often stretches are met, by their hash: mere speed, so that two may share a count. */
function countGrams(counts: Uint16Array, text: string, each: number): void {
  for (let at = text.length - GRAM; at >= 0; at -= 1) {
    const place = hashAt(text, at) & (COUNTED - 1);
    counts[place] = Math.min(0xffff, (counts[place] ?? 0) + each);
  }
}

function rarestGram(text: string, counts: Uint16Array): number {
  let rarest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at + GRAM <= text.length; at += 1) {
    const count = counts[hashAt(text, at) & (COUNTED - 1)] ?? 0;
    if (count >= least) continue;
    least = count;
    rarest = at;
  }
  return rarest;
}
