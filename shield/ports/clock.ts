/** Time and identifiers, as arguments: stages have neither a clock nor randomness of their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
}

/** Makes identifiers: unique, and in the order of their making. */
export interface IdSource {
  /** UUID version 7 (RFC 9562). */
  next(): string;
}
