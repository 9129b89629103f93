import type { GramIndex } from '../gram-index.ts';
import { ENTRY, LITERAL, type MemoryPlan, WINDOW_BEFORE, WINDOW_BYTES } from './memory-plan.ts';
import type { ScanTables } from './scan-core.ts';

/** A memory as bytes, and as the numbers of 32 bits that it is made of. */
interface MemoryView {
  readonly bytes: Uint8Array;
  readonly numbers: Int32Array;
}

/**
 * Writes the tables to where the plan wants them, in a memory that holds nothing yet. WebAssembly reads numbers as
 * little-endian; the machine must be so too.
 */
export function writeTables(memory: ArrayBuffer, plan: MemoryPlan, tables: ScanTables): void {
  const view = { bytes: new Uint8Array(memory), numbers: new Int32Array(memory) };
  writeBytesTables(view, plan, tables);
  writeIndex(view, plan, tables.index);
  writeLiterals(view, plan, tables.index);
  writeEntries(view, plan, tables.index);
}

function writeBytesTables(view: MemoryView, plan: MemoryPlan, { entries, wideFlags }: ScanTables): void {
  for (let byte = 0; byte < 256; byte += 1) {
    view.numbers[(plan.flags >> 2) + 2 * byte] = entries[byte] ?? 0;
    view.numbers[(plan.flags >> 2) + 2 * byte + 1] = wideFlags[byte] ?? 0;
    view.bytes[plan.folded + byte] = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    view.bytes[plan.word + byte] = Number(/\w/.test(String.fromCharCode(byte)));
  }
}

function writeIndex({ bytes, numbers }: MemoryView, plan: MemoryPlan, index: GramIndex): void {
  numbers.set(index.present, plan.present >> 2);
  new Uint16Array(bytes.buffer, plan.gramsBefore).set(index.gramsBefore);
  index.firstEntry.forEach((entry, bucket) => {
    numbers[(plan.buckets >> 2) + bucket] = plan.entries + ENTRY.bytes * entry;
  });
  bytes.set(index.chars, plan.chars);
}

function writeLiterals({ numbers }: MemoryView, plan: MemoryPlan, { edges, start }: GramIndex): void {
  edges.forEach((edge, literal) => {
    const address = plan.literals + LITERAL.bytes * literal;
    const first = start[literal] ?? 0;
    numbers[(address + LITERAL.chars) >> 2] = plan.chars + first;
    numbers[(address + LITERAL.length) >> 2] = (start[literal + 1] ?? 0) - first;
    numbers[(address + LITERAL.edges) >> 2] = edge;
  });
}

function writeEntries(view: MemoryView, plan: MemoryPlan, index: GramIndex): void {
  const written = new Int32Array(index.edges.length).fill(-1);
  index.literalOf.forEach((literal, entry) => {
    const address = plan.entries + ENTRY.bytes * entry;
    const same = written[literal] ?? -1;
    // A literal of two characters has an entry, always the same, under each byte that may stand before it.
    if (same !== -1) view.bytes.copyWithin(address, same, same + ENTRY.bytes);
    else writeEntry(view, { plan, index, literal, entry });
    written[literal] = address;
  });
}

interface EntryOf {
  readonly plan: MemoryPlan;
  readonly index: GramIndex;
  readonly literal: number;
  readonly entry: number;
}

/**
 * A byte of the text is that of the literal if `byte | mask` is the window's byte: the mask is 0x20 for a letter (in
 * lower case), 0 for any other character, and all bits for a place beside the literal.
 */
function writeEntry({ bytes, numbers }: MemoryView, { plan, index, literal, entry }: EntryOf): void {
  const address = plan.entries + ENTRY.bytes * entry;
  const first = index.start[literal] ?? 0;
  const last = (index.start[literal + 1] ?? 0) - 1;
  const behind = index.behind[entry] ?? 0;
  const before = last - behind - WINDOW_BEFORE;
  const from = Math.max(first, before);
  const to = Math.min(last, before + WINDOW_BYTES - 1);
  numbers.fill(-1, address >> 2, (address >> 2) + (2 * WINDOW_BYTES) / 4);
  for (let at = from; at <= to; at += 1) {
    const char = index.chars[at] ?? 0;
    bytes[address + ENTRY.window + at - before] = char;
    bytes[address + ENTRY.mask + at - before] = char >= 0x61 && char <= 0x7a ? 0x20 : 0;
  }
  const isWhole = from === first && to === last;
  numbers[(address + ENTRY.literal) >> 2] = literal;
  numbers[(address + ENTRY.end) >> 2] = 2 * behind + Number(isWhole);
}
