import type { GramIndex } from '../gram-index.ts';
import { createPlainScanCore } from './plain-scan-core.ts';
import { createWasmScanCore } from './wasm-scan-core.ts';

/** What a scan looks up. */
export interface ScanTables {
  /** By byte: its class in the index of literals (the lowest 6 bits), and flags of the caller's above it. */
  readonly entries: Int32Array;
  /** By byte: 32 more flags. */
  readonly wideFlags: Int32Array;
  readonly index: GramIndex;
}

/**
 * The inner loop of a literal scanner: in one pass over a text, ORs the flags of its bytes and finds the literals that
 * it holds. Texts are bytes as latin1 strings (a code above 255 is read by its low byte), of any length. Owned by one
 * caller: each scan overwrites what the last one found, and the arrays are not to be written.
 */
export interface ScanCore {
  readonly kind: 'wasm' | 'plain';
  /** Scans one text. Gives the number of literals that it holds; they are the first so many of `met`. */
  scan(text: string): number;
  /** As `scan`, of the first `length` bytes; there are at least so many. The bytes of `room` are not copied. */
  scanBytes(bytes: Uint8Array, length: number): number;
  /** 128 KiB for a caller that makes the bytes of a text itself, to be given to `scanBytes`; any scan may overwrite them. */
  readonly room: Uint8Array;
  /** Of the last text: the entries of its bytes, OR-ed (the bits of classes too); 0 for an empty text. */
  readonly entries: number;
  /** Of the last text: the wide flags of its bytes, OR-ed. */
  readonly wideFlags: number;
  /** Numbers of literals, each once, in the order of the places of their grams in the text. */
  readonly met: Int32Array;
  /**
   * Scans texts from number `first` on, as many as there is room for but at least one if there is one, and gives the
   * number behind the last. `entries` and `wideFlags` say nothing then.
   */
  scanMany(texts: readonly string[], first: number): number;
  /**
   * Of `scanMany`, three numbers a text: the entries of its bytes, their wide flags, and how many literals were met.
   * The literals of all these texts stand in `met` one text after the other.
   */
  readonly found: Int32Array;
}

/** Makes a core in WebAssembly, or a plain one where that is not to be had; both find the same. */
export function createScanCore(tables: ScanTables): ScanCore {
  return createWasmScanCore(tables) ?? createPlainScanCore(tables);
}
