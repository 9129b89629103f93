import { GRAM_MASK, GRAM_SHIFT } from '../gram-index.ts';
import { LiteralFinder } from '../literal-finder.ts';
import { createTextBuffer } from '../text-buffer.ts';
import { BATCH_MET, BATCH_TEXTS, ROOM_BYTES } from './memory-plan.ts';
import type { ScanCore, ScanTables } from './scan-core.ts';

const CLASS_MASK = (1 << GRAM_SHIFT) - 1;

/** Makes a core in TypeScript, which runs everywhere. */
export function createPlainScanCore(tables: ScanTables): ScanCore {
  return new PlainScanCore(tables);
}

/** A class, because it owns what the last scan found. */
class PlainScanCore implements ScanCore {
  readonly kind = 'plain';
  entries = 0;
  wideFlags = 0;
  readonly room = new Uint8Array(ROOM_BYTES);
  readonly met: Int32Array;
  readonly found = new Int32Array(3 * BATCH_TEXTS);
  readonly #tables: ScanTables;
  readonly #buffer = createTextBuffer();
  readonly #finder: LiteralFinder;

  constructor(tables: ScanTables) {
    this.#tables = tables;
    this.#finder = new LiteralFinder(tables.index);
    this.met = new Int32Array(tables.index.edges.length + BATCH_MET);
  }

  scan(text: string): number {
    return this.scanBytes(this.#buffer.write(text), text.length);
  }

  scanBytes(bytes: Uint8Array, length: number): number {
    this.#read(bytes, length);
    return this.#noteMet(0);
  }

  scanMany(texts: readonly string[], first: number): number {
    let met = 0;
    let at = first;
    for (; at < texts.length && at - first < BATCH_TEXTS && met <= BATCH_MET; at += 1) {
      const text = texts[at] ?? '';
      this.#read(this.#buffer.write(text), text.length);
      const count = this.#noteMet(met);
      this.found.set([this.entries, this.wideFlags, count], 3 * (at - first));
      met += count;
    }
    return at;
  }

  #read(bytes: Uint8Array, length: number): void {
    const { entries, wideFlags, index } = this.#tables;
    const { present } = index;
    const finder = this.#finder;
    finder.start(bytes, length);
    let seen = 0;
    let wide = 0;
    let gram = 0;
    for (let at = 0; at < length; at += 1) {
      const byte = bytes[at] ?? 0;
      const entry = entries[byte] ?? 0;
      seen |= entry;
      wide |= wideFlags[byte] ?? 0;
      gram = ((gram << GRAM_SHIFT) | (entry & CLASS_MASK)) & GRAM_MASK;
      if (((present[gram >> 5] ?? 0) & (1 << (gram & 31))) !== 0) finder.meet(gram, at);
    }
    this.entries = seen;
    this.wideFlags = wide;
  }

  /** Puts the literals of the text that was read behind the first `from` of `met`; gives how many they are. */
  #noteMet(from: number): number {
    const { count, found } = this.#finder;
    for (let at = 0; at < count; at += 1) this.met[from + at] = found[at] ?? 0;
    return count;
  }
}
