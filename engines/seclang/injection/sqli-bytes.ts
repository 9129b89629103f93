/** Letters, digits, `_`, `?` and bytes above 7F but the no-break space. */
const MEANINGLESS = /[A-Za-z0-9_?\x80-\x9f\xa1-\xff]/;

/**
 * A value that `detectSqli` finds has one of these bytes. Why: of other bytes come only words and numbers, and `?`. A
 * word ends at none of them, so that the value is at most two numbers and a word behind them (`0b012e5union`). No
 * fingerprint of three types begins with two numbers or bare words, none has `?` (which is never folded away), and
 * `1U`, the only one of two, is harmless where two tokens were read.
 */
export const SQLI_BYTES: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte).filter(
  (byte) => !MEANINGLESS.test(String.fromCharCode(byte)),
);
