import { hexPairAt } from '../transformations/bytes.ts';

/** What a byte of a string is: plain, the end, an escape, a control character, or part of a longer character. */
const PLAIN = 0;
const END = 1;
const ESCAPE = 2;
const LONG = 4;

const KINDS = new Uint8Array(256);
KINDS.fill(3, 0, 0x20);
KINDS.fill(LONG, 0x80);
KINDS[0x22] = END;
KINDS[0x5c] = ESCAPE;

/** Letters that may follow a backslash, but `u`. */
const ESCAPED = new Uint8Array(256);
for (const char of '"\\/bfnrt') ESCAPED[char.charCodeAt(0)] = 1;

/**
 * Offset of the quote that closes a string whose first byte is at `start` (RFC 8259 §7, UTF-8 well-formed), doubled,
 * and one more where there are escapes in it; -1 where the string is none.
 */
export function scanString(bytes: Uint8Array, start: number, end: number): number {
  let hasEscape = 0;
  for (let at = start; at < end; ) {
    const kind = KINDS[bytes[at] as number];
    if (kind === PLAIN) at += 1;
    else if (kind === END) return at * 2 + hasEscape;
    else {
      if (kind === ESCAPE) hasEscape = 1;
      const size =
        kind === ESCAPE ? escapeSize(bytes, at, end) : kind === LONG ? utf8Size(bytes, at, end) : 0;
      if (size === 0) break;
      at += size;
    }
  }
  return -1;
}

/** Bytes of the escape at `at`; 0 where it is none. */
function escapeSize(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return 0;
  const letter = bytes[at + 1] as number;
  if (ESCAPED[letter] === 1) return 2;
  const isUnit =
    letter === 0x75 && hexPairAt(bytes, at + 2, end) !== -1 && hexPairAt(bytes, at + 4, end) !== -1;
  return isUnit ? 6 : 0;
}

/** Bytes of the UTF-8 sequence at `at`; 0 where it is not well-formed (RFC 3629 §4). */
function utf8Size(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at] as number;
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + size > end) return 0;
  const second = bytes[at + 1] as number;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let next = at + 2; next < at + size; next += 1)
    if (((bytes[next] as number) & 0xc0) !== 0x80) return 0;
  return size;
}

/** Offset behind the number at `start` (RFC 8259 §6); -1 where there is none. */
export function scanNumber(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  if (bytes[at] === 0x2d) at += 1;
  if (at >= end) return -1;
  const first = at;
  at = bytes[at] === 0x30 ? at + 1 : skipDigits(bytes, at, end);
  if (at === first) return -1;
  if (at < end && bytes[at] === 0x2e) {
    const fraction = at + 1;
    at = skipDigits(bytes, fraction, end);
    if (at === fraction) return -1;
  }
  return at < end && ((bytes[at] as number) | 0x20) === 0x65 ? scanExponent(bytes, at + 1, end) : at;
}

/** Offset behind the exponent whose letter stands before `start`; -1 where there is none. */
function scanExponent(bytes: Uint8Array, start: number, end: number): number {
  const isSigned = start < end && (bytes[start] === 0x2b || bytes[start] === 0x2d);
  const first = isSigned ? start + 1 : start;
  const at = skipDigits(bytes, first, end);
  return at === first ? -1 : at;
}

function skipDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x39) at += 1;
  return at;
}
