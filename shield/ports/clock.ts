/** Time and identifiers, as arguments: stages have neither a clock nor randomness of their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
}

export interface IdSource {
  /** UUID version 7 (RFC 9562). */
  next(): string;
}
