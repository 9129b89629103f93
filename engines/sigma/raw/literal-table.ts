import { GRAM_SPREAD, tinySlot } from './gram-program.ts';
import {
  ANCHOR,
  HEAD_SHIFT,
  LITERAL,
  LITERAL_LIMIT,
  MASKS,
  TABLE,
  TINY,
  TINY_SLOTS,
  WIDE,
} from './layout.ts';
import type { Needle } from './needle.ts';
import { MemoryFull, type ScanMemory } from './scan-memory.ts';

const GRAM = 4;
/** So many literals of a field are looked for 16 places at a time. */
const FEW = 48;
const FEWEST_BITS = 8;
const MOST_BITS = 18;

/** Stretches that stand in so many values, as JSON has them, that a search for them would always find something. */
const COMMON = [
  'c:\\\\windows\\\\system32\\\\',
  'c:\\\\program files (x86)\\\\',
  'c:\\\\users\\\\appdata\\\\local\\\\temp\\\\',
  '\\\\microsoft\\\\windows\\\\currentversion\\\\',
  '\\\\windowspowershell\\\\v1.0\\\\powershell.exe',
  'hklm\\\\software\\\\',
  'hklm\\\\system\\\\currentcontrolset\\\\services\\\\',
  '\\\\cmd.exe',
  '\\\\svchost.exe',
  'https://www.',
  '.dll',
].map((text) => Buffer.from(text));

/** Places of the table of counts of grams. */
const COUNTED = 1 << 16;

/** What is known of one field, before it is written to the memory. */
export class LiteralTable {
  readonly #literals = new Map<Needle, number[]>();
  readonly #tiny = new Map<number, number[]>();
  readonly #present: number[] = [];
  readonly #numbers: number[] = [];
  readonly #all: number[] = [];

  /**
   * A value fulfils `code` if it has the needle (of one `Needles`); any value does where that is empty. Here and below
   * all of one code is added before anything of the next.
   */
  addNeedle(needle: Needle, code: number): void {
    const { bytes, anchors } = needle;
    addCode(this.#all, code);
    const isEqual = anchors === (ANCHOR.start | ANCHOR.end);
    if (isEqual && bytes.length < GRAM) addTo(this.#tiny, tinyValue(bytes), code);
    else if (bytes.length === 0) addCode(this.#present, code);
    else addTo(this.#literals, needle, code);
  }

  /** A value fulfils `code` if it is the number whose needle this is. */
  addNumber(needle: Needle, code: number): void {
    this.addNeedle(needle, code);
    addCode(this.#numbers, code);
  }

  /** A number written in an odd form fulfils `code`. */
  addNumeric(code: number): void {
    addCode(this.#numbers, code);
  }

  /** Any value but null fulfils `code`. */
  addPresent(code: number): void {
    addCode(this.#all, code);
    addCode(this.#present, code);
  }

  /** Values that are not searched as they stand, such as objects, fulfil `code`. */
  addNested(code: number): void {
    addCode(this.#all, code);
  }

  /** Writes the table; gives its address. */
  write(memory: ScanMemory): number {
    const table = memory.allot(TABLE.bytes);
    const lists = [
      [TABLE.present, this.#present],
      [TABLE.numbers, this.#numbers],
      [TABLE.all, this.#all],
    ] as const;
    for (const [offset, codes] of lists)
      if (codes.length > 0) memory.write(table + offset, putCodes(memory, codes));
    if (this.#tiny.size > 0) memory.write(table + TABLE.tiny, this.#writeTiny(memory));
    this.#writeLiterals(memory, table);
    return table;
  }

  #writeTiny(memory: ScanMemory): number {
    const slots = memory.allot(TINY_SLOTS * 4);
    for (const [value, codes] of this.#tiny) {
      const slot = slots + tinySlot(value) * 4;
      const entry = memory.allot(TINY.bytes);
      memory.write(entry + TINY.value, value);
      memory.write(entry + TINY.codes, putCodes(memory, codes));
      memory.write(entry + TINY.next, memory.read(slot));
      memory.write(slot, entry);
    }
    return slots;
  }

  #writeLiterals(memory: ScanMemory, table: number): void {
    const { few, wide, every, short } = shareOut(
      Array.from(this.#literals, ([needle, codes]) => ({ needle, codes })),
    );
    // Number 0 stands for none; letters of short literals are looked for in both cases.
    const entries = few.length + wide.length * WIDE.step + every.length + 2 * short.length;
    if (entries >= LITERAL_LIMIT) throw new MemoryFull('texts that are looked for in one field');
    const base = memory.allot((1 + entries) * LITERAL.bytes);
    memory.write(table + TABLE.literals, base);
    const writer = { memory, base, count: 0 };
    if (few.length > 0) writeFew(writer, table, few);
    if (wide.length > 0) writeGrams(writer, table, { literals: wide, kind: 'wide' });
    if (every.length > 0) writeGrams(writer, table, { literals: every, kind: 'every' });
    if (short.length > 0) writeShort(writer, table, short);
  }
}

/** How literals are looked for: few of any length, or else the long ones at every fourth place only. */
function shareOut(literals: readonly LiteralCodes[]) {
  const between = (least: number, behind: number) =>
    literals.filter(({ needle: { bytes } }) => bytes.length >= least && bytes.length < behind);
  const any = between(MASKS.places, Number.POSITIVE_INFINITY);
  const short = between(0, MASKS.places);
  if (any.length <= FEW) return { few: any, wide: [], every: [], short };
  const wide = between(WIDE.least, Number.POSITIVE_INFINITY);
  const few = between(MASKS.places, WIDE.least);
  if (few.length <= FEW) return { few, wide, every: [], short };
  return { few: [], wide, every: between(GRAM, WIDE.least), short: between(0, GRAM) };
}

interface LiteralCodes {
  readonly needle: Needle;
  readonly codes: readonly number[];
}

interface LiteralWriter {
  readonly memory: ScanMemory;
  readonly base: number;
  count: number;
}

/** Literals whose rare bytes are alike share a group, so that each group lets few bytes pass. */
function writeFew(writer: LiteralWriter, table: number, literals: readonly LiteralCodes[]): void {
  const { memory } = writer;
  const masks = memory.allot(MASKS.bytes);
  memory.write(table + TABLE.masks, masks);
  const placed = literals.map((literal) => {
    const offset = rarestPlace(literal.needle.bytes);
    const bytes = literal.needle.bytes.subarray(offset, offset + MASKS.places).map((byte) => byte | 0x20);
    return { literal, offset, bytes };
  });
  placed.sort((one, other) => Buffer.compare(one.bytes, other.bytes));
  for (const [index, { literal, offset, bytes }] of placed.entries()) {
    const group = Math.floor((index * MASKS.groups) / placed.length);
    for (const [place, byte] of bytes.entries()) {
      for (const half of [byte & 15, 16 + (byte >> 4)]) {
        const at = masks + 32 * place + half;
        memory.bytes[at] = (memory.bytes[at] ?? 0) | (1 << group);
      }
    }
    chain(writer, literal, { offset, head: masks + MASKS.chains + 2 * group });
  }
}

/** Where three bytes stand that are met the least. */
function rarestPlace(bytes: Buffer): number {
  const sum = (at: number) =>
    bytes.subarray(at, at + MASKS.places).reduce((all, byte) => all + rank(byte), 0);
  const places = Array.from({ length: bytes.length - MASKS.places + 1 }, (_, at) => sum(at));
  return places.indexOf(Math.min(...places));
}

/** How often a byte is met beside others, from 0 for the rarest. */
export function rank(byte: number): number {
  const letters = ' e\\toainsrlcdmpu0123.fwghvyb"4567-:89kxj,qz';
  const place = letters.indexOf(String.fromCharCode(byte).toLowerCase());
  return place === -1 ? 0 : letters.length - place;
}

/**
 * Where in a table stands how literals of a kind are found by four bytes; by how many of its places each is, and the bits
 * for each: most places of a text must come to one that is not set.
 */
const GRAM_KINDS = {
  every: { bits: TABLE.bits, shift: TABLE.shift, heads: TABLE.heads, places: 1, sparseness: 24 },
  wide: {
    bits: TABLE.wideBits,
    shift: TABLE.wideShift,
    heads: TABLE.wideHeads,
    places: WIDE.step,
    sparseness: 48,
  },
} as const;

interface GramLiterals {
  readonly literals: readonly LiteralCodes[];
  readonly kind: keyof typeof GRAM_KINDS;
}

/** Of as many places behind each other as lie between two that are looked at, one is met wherever the literal stands. */
function writeGrams(writer: LiteralWriter, table: number, { literals, kind }: GramLiterals): void {
  const { memory } = writer;
  const at = GRAM_KINDS[kind];
  const wanted = Math.ceil(Math.log2(literals.length * at.sparseness));
  const bits = Math.min(MOST_BITS, Math.max(FEWEST_BITS, wanted));
  const used = memory.allot(2 ** bits / 8);
  const heads = memory.allot(((2 ** bits) >> HEAD_SHIFT) * 2);
  memory.write(table + at.bits, used);
  memory.write(table + at.shift, 32 - bits);
  memory.write(table + at.heads, heads);
  const counts = countGrams(literals);
  for (const literal of literals) {
    const { bytes } = literal.needle;
    const first = rarestGrams(bytes, counts, at.places);
    for (let offset = first; offset < first + at.places; offset += 1) {
      const hash = Math.imul(gramAt(bytes, offset), GRAM_SPREAD) >>> (32 - bits);
      memory.bytes[used + (hash >>> 3)] = (memory.bytes[used + (hash >>> 3)] ?? 0) | (1 << (hash & 7));
      chain(writer, literal, { offset, head: heads + (hash >>> HEAD_SHIFT) * 2 });
    }
  }
}

/** How often grams are met, by a hash of each: mere speed, so that two may share a count. */
function countGrams(literals: readonly LiteralCodes[]): Uint32Array {
  const counts = new Uint32Array(COUNTED);
  const count = (bytes: Buffer, each: number) => {
    for (let at = bytes.length - GRAM; at >= 0; at -= 1) {
      const place = countPlace(bytes, at);
      counts[place] = (counts[place] ?? 0) + each;
    }
  };
  for (const bytes of COMMON) count(bytes, 1000);
  for (const { needle } of literals) count(needle.bytes, 1);
  return counts;
}

function countPlace(bytes: Buffer, at: number): number {
  return Math.imul(gramAt(bytes, at), GRAM_SPREAD) >>> 16;
}

function writeShort(writer: LiteralWriter, table: number, literals: readonly LiteralCodes[]): void {
  const heads = writer.memory.allot(256 * 2);
  writer.memory.write(table + TABLE.shorts, heads);
  for (const literal of literals) {
    const { bytes } = literal.needle;
    const offset = [...bytes.keys()].reduce((best, at) =>
      commonness(bytes[at] ?? 0) < commonness(bytes[best] ?? 0) ? at : best,
    );
    const byte = bytes[offset] ?? 0;
    chain(writer, literal, { offset, head: heads + byte * 2 });
    if (isLetter(byte)) chain(writer, literal, { offset, head: heads + (byte - 0x20) * 2 });
  }
}

/** Writes a literal as the first of the chain that begins at `head`. */
function chain(writer: LiteralWriter, literal: LiteralCodes, place: { offset: number; head: number }): void {
  const { memory, base } = writer;
  writer.count += 1;
  const address = base + writer.count * LITERAL.bytes;
  const { bytes, anchors } = literal.needle;
  const next = memory.bytes.readUInt16LE(place.head);
  memory.write(address + LITERAL.chars, memory.putShared(bytes));
  memory.write(address + LITERAL.length, bytes.length);
  memory.write(address + LITERAL.offset, place.offset);
  memory.write(address + LITERAL.anchors, anchors);
  memory.write(address + LITERAL.codes, putCodes(memory, literal.codes));
  memory.write(address + LITERAL.next, next === 0 ? 0 : base + next * LITERAL.bytes);
  memory.bytes.writeUInt16LE(writer.count, place.head);
}

function putCodes(memory: ScanMemory, codes: readonly number[]): number {
  const address = memory.allot(4 + codes.length * 4);
  memory.write(address, codes.length);
  memory.numbers.set(codes, (address >> 2) + 1);
  return address;
}

function addTo<K>(map: Map<K, number[]>, key: K, code: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [code]);
  else addCode(known, code);
}

function addCode(codes: number[], code: number): void {
  if (codes.at(-1) !== code) codes.push(code);
}

/** Bytes and length of a whole value as one number. */
function tinyValue(bytes: Buffer): number {
  return bytes.reduce((value, byte) => (value << 8) | byte, 0) | (bytes.length << 24);
}

function gramAt(bytes: Buffer, at: number): number {
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  return low | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24) | 0x20202020;
}

/** Where so many grams behind each other begin that are met the least. */
function rarestGrams(bytes: Buffer, counts: Uint32Array, places: number): number {
  let rarest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at + places - 1 + GRAM <= bytes.length; at += 1) {
    let count = 0;
    for (let place = at; place < at + places; place += 1) count += counts[countPlace(bytes, place)] ?? 0;
    if (count >= least) continue;
    least = count;
    rarest = at;
  }
  return rarest;
}

function isLetter(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

/** How often a byte is met, roughly. */
function commonness(byte: number): number {
  if (isLetter(byte)) return 'etaoinsrhldcumfpgwybvkxjqz'.indexOf(String.fromCharCode(byte)) < 12 ? 5 : 4;
  if (byte === 0x5c || byte === 0x20 || byte === 0x2e) return 3;
  return byte >= 0x30 && byte <= 0x3a ? 2 : 1;
}
