/** A literal, in any case, that may ask for word edges: places where a byte of `\w` has none of its kind beside it. */
export interface ScanLiteral {
  /** Two characters or more. */
  readonly text: string;
  /** The literal begins with a byte of `\w`, and only counts where none stands before it. */
  readonly atWordStart: boolean;
  /** The literal ends with a byte of `\w`, and only counts where none stands behind it. */
  readonly atWordEnd: boolean;
}

/** When a scanner reports a member or a mark: one of the literals or of the bytes is there, and one of `needs` too. */
export interface ScanCondition {
  readonly literals: readonly ScanLiteral[];
  /** Byte values; both cases of a letter count alike. */
  readonly bytes: readonly number[];
  /** Byte values of which one must be there as well; null where nothing more is asked. */
  readonly needs: readonly number[] | null;
}
