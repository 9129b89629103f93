/**
 * Where the engine keeps what it found out about rules, so that it need not do so at the next start. What is kept says
 * which rules may be passed over: who may write there may switch rules off, as who may write rule files may.
 */
export interface RuleCache {
  /**
   * Identifies the code of the engine, for example by a hash of its files: what other code found out is not read, as a
   * mended defect would else live on.
   */
  readonly engine: string;
  /** The bytes that were kept under the key, null where there are none. May not throw. */
  get(key: string): Uint8Array | null;
  /** Keeps the bytes, in place of what was there; what cannot be kept is lost without harm. May not throw. */
  set(key: string, bytes: Uint8Array): void;
}
