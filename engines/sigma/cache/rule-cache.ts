/**
 * Where rules are kept as they were read, so that the next start need not read YAML. What is kept is run in place of
 * the rule files: who may write there may change rules, as who may write rule files may.
 */
export interface RuleCache {
  /**
   * Identifies the code of the engine, for example by a hash of its files: what other code read is not taken over, as a
   * mended defect would else live on.
   */
  readonly engine: string;
  /** The bytes that were kept under the key, null where there are none. May not throw. */
  get(key: string): Uint8Array | null;
  /** Keeps the bytes, in place of what was there; what cannot be kept is lost without harm. May not throw. */
  set(key: string, bytes: Uint8Array): void;
}
