import { BATCH_TEXTS, FOUND, type MemoryPlan, planMemory, ROOM_BYTES } from './memory-plan.ts';
import { writeTables } from './memory-tables.ts';
import type { ScanCore, ScanTables } from './scan-core.ts';
import { assembleScan, type ScanExports } from './scan-program.ts';

/** What is used of the JavaScript interface of WebAssembly (W3C, WebAssembly JavaScript Interface 2.0 §5). */
interface WebAssemblyHost {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
  }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: ScanExports };
}

/** Shorter texts are copied faster by a loop than by a call into the runtime. */
const SHORT = 16;

/** Bytes that a gram takes in before its last one. */
const GRAM_BEFORE = 2;

/**
 * Makes a core in WebAssembly. Null where there is none: the runtime lacks it, forbids it or has no address space left
 * for its memory (V8 reserves 10 GB of addresses for each, which limits of virtual memory may refuse).
 */
export function createWasmScanCore(tables: ScanTables): ScanCore | null {
  // Through unknown: the types of browsers, which the console brings, know WebAssembly in other words than ours.
  const { WebAssembly: host } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyHost };
  if (host === undefined || !isLittleEndian()) return null;
  try {
    return new WasmScanCore(host, tables);
  } catch {
    return null;
  }
}

/** Numbers in a memory of WebAssembly are little-endian; typed arrays over it read them in the order of the machine. */
function isLittleEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
}

/** A class, because it owns the memory of its module. */
class WasmScanCore implements ScanCore {
  readonly kind = 'wasm';
  readonly room: Uint8Array;
  readonly met: Int32Array;
  readonly found: Int32Array;
  readonly #plan: MemoryPlan;
  readonly #exports: ScanExports;
  readonly #text: Buffer;
  readonly #ends: Int32Array;
  readonly #last: Int32Array;

  constructor(host: WebAssemblyHost, tables: ScanTables) {
    const plan = planMemory(tables.index);
    const memory = new host.Memory({ initial: plan.pages, maximum: plan.pages });
    writeTables(memory.buffer, plan, tables);
    const module = new host.Module(assembleScan(plan));
    this.#plan = plan;
    this.#exports = new host.Instance(module, { host: { memory } }).exports;
    this.room = new Uint8Array(memory.buffer, plan.text, ROOM_BYTES);
    this.#text = Buffer.from(memory.buffer, plan.text, plan.textBytes);
    this.#ends = new Int32Array(memory.buffer, plan.ends, BATCH_TEXTS);
    this.#last = new Int32Array(memory.buffer, plan.found, FOUND.bytes / 4);
    this.met = new Int32Array(memory.buffer, plan.met, (plan.found - plan.met) >> 2);
    this.found = new Int32Array(memory.buffer, plan.batchFound, (BATCH_TEXTS * FOUND.bytes) / 4);
  }

  get entries(): number {
    return this.#last[FOUND.entries / 4] ?? 0;
  }

  get wideFlags(): number {
    return this.#last[FOUND.wideFlags / 4] ?? 0;
  }

  scan(text: string): number {
    const { length } = text;
    if (length > ROOM_BYTES) {
      return this.#scanPieces(length, (first, end) => this.#text.write(text.slice(first, end), 'latin1'));
    }
    if (length > SHORT) this.#text.write(text, 0, 'latin1');
    else for (let at = 0; at < length; at += 1) this.#text[at] = text.charCodeAt(at);
    return this.#exports.scan(length);
  }

  scanBytes(bytes: Uint8Array, length: number): number {
    if (bytes === this.room) return this.#exports.scan(length);
    if (length > ROOM_BYTES) {
      return this.#scanPieces(length, (first, end) => this.#text.set(bytes.subarray(first, end)));
    }
    if (length > SHORT) this.#text.set(length === bytes.length ? bytes : bytes.subarray(0, length));
    else for (let at = 0; at < length; at += 1) this.#text[at] = bytes[at] ?? 0;
    return this.#exports.scan(length);
  }

  scanMany(texts: readonly string[], first: number): number {
    let count = 0;
    let end = 0;
    while (count < BATCH_TEXTS && first + count < texts.length) {
      end += texts[first + count]?.length ?? 0;
      if (end > ROOM_BYTES) break;
      this.#ends[count] = this.#plan.text + end;
      count += 1;
    }
    if (count === 0 && first < texts.length) {
      this.scan(texts[first] ?? '');
      this.found.set(this.#last);
      return first + 1;
    }
    // One write of the joined texts takes half of the time of one write a text.
    const isAll = count === texts.length;
    this.#text.write((isAll ? texts : texts.slice(first, first + count)).join(''), 0, 'latin1');
    return first + this.#exports.scanMany(count);
  }

  /**
   * Scans a text that is longer than the room. Pieces share no place where a gram ends; each is written with its
   * context, so that a literal is found, and its edges are seen, wherever it crosses from one piece to the next.
   */
  #scanPieces(length: number, write: (first: number, end: number) => void): number {
    const { context } = this.#plan;
    this.#exports.scan(0);
    let met = 0;
    for (let at = 0; at < length; at += ROOM_BYTES) {
      const first = Math.max(0, at - context);
      const end = Math.min(length, at + ROOM_BYTES + context);
      write(first, end);
      const from = Math.max(first, at - GRAM_BEFORE) - first;
      const to = Math.min(end, at + ROOM_BYTES) - first;
      met = this.#exports.scanPiece(end - first, from, to);
    }
    return met;
  }
}
