import type { GramIndex } from '../gram-index.ts';
import { ENTRY, LITERAL, type MemoryPlan, WINDOW_BEFORE, WINDOW_BYTES } from './memory-plan.ts';
import type { ScanTables } from './scan-core.ts';

/**
 * Writes the tables to where the plan wants them, in a memory that holds nothing yet. WebAssembly reads numbers as
 * little-endian; the machine must be so too.
 */
export function writeTables(memory: ArrayBuffer, plan: MemoryPlan, tables: ScanTables): void {
  const view = new DataView(memory);
  writeBytesTables(view, plan, tables);
  writeIndex(view, plan, tables.index);
  const { index } = tables;
  index.edges.forEach((edges, literal) => {
    const address = plan.literals + LITERAL.bytes * literal;
    const first = index.start[literal] ?? 0;
    view.setUint32(address + LITERAL.chars, plan.chars + first, true);
    view.setUint32(address + LITERAL.length, (index.start[literal + 1] ?? 0) - first, true);
    view.setUint32(address + LITERAL.edges, edges, true);
  });
  index.literalOf.forEach((_, entry) => {
    writeEntry(view, plan.entries + ENTRY.bytes * entry, { index, entry });
  });
}

function writeBytesTables(view: DataView, plan: MemoryPlan, { entries, wideFlags }: ScanTables): void {
  for (let byte = 0; byte < 256; byte += 1) {
    view.setInt32(plan.flags + 8 * byte, entries[byte] ?? 0, true);
    view.setInt32(plan.flags + 8 * byte + 4, wideFlags[byte] ?? 0, true);
    view.setUint8(plan.folded + byte, byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);
    view.setUint8(plan.word + byte, Number(/\w/.test(String.fromCharCode(byte))));
  }
}

function writeIndex(view: DataView, plan: MemoryPlan, index: GramIndex): void {
  new Int32Array(view.buffer, plan.present).set(index.present);
  new Uint16Array(view.buffer, plan.gramsBefore).set(index.gramsBefore);
  index.firstEntry.forEach((entry, bucket) => {
    view.setUint32(plan.buckets + 4 * bucket, plan.entries + ENTRY.bytes * entry, true);
  });
  new Uint8Array(view.buffer).set(index.chars, plan.chars);
}

interface EntryOf {
  readonly index: GramIndex;
  readonly entry: number;
}

/**
 * A byte of the text is that of the literal if `byte | mask` is the window's byte: the mask is 0x20 for a letter (in
 * lower case), 0 for any other character, and all bits for a place beside the literal.
 */
function writeEntry(view: DataView, address: number, { index, entry }: EntryOf): void {
  const literal = index.literalOf[entry] ?? 0;
  const first = index.start[literal] ?? 0;
  const last = (index.start[literal + 1] ?? 0) - 1;
  const behind = index.behind[entry] ?? 0;
  let inWindow = 0;
  for (let place = 0; place < WINDOW_BYTES; place += 1) {
    const at = last - behind - WINDOW_BEFORE + place;
    const isInside = at >= first && at <= last;
    const char = isInside ? (index.chars[at] ?? 0) : 0xff;
    const isLetter = char >= 0x61 && char <= 0x7a;
    view.setUint8(address + ENTRY.window + place, char);
    view.setUint8(address + ENTRY.mask + place, isInside ? (isLetter ? 0x20 : 0) : 0xff);
    inWindow += Number(isInside);
  }
  const isWhole = inWindow === last - first + 1;
  view.setUint32(address + ENTRY.literal, literal, true);
  view.setUint32(address + ENTRY.end, 2 * behind + Number(isWhole), true);
}
