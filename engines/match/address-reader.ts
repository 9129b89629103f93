const COLON = 0x3a;
const DOT = 0x2e;

/**
 * Reads an address into four 32-bit words, most significant first, and makes no garbage on the way.
 * An IPv4 address fills the last word; an IPv4-mapped one is read as version 4.
 * Returns the version, or 0 where the text is no address (then the words hold nothing of use).
 */
export function readAddress(text: string, words: Uint32Array): 0 | 4 | 6 {
  if (text.indexOf(':') === -1) {
    const value = readIpv4(text, 0, text.length);
    if (value === -1) return 0;
    words.fill(0);
    words[3] = value;
    return 4;
  }
  if (!readIpv6(text, words)) return 0;
  return words[0] === 0 && words[1] === 0 && words[2] === 0xffff ? 4 : 6;
}

/** Four decimal parts without leading zeros in `text` from `from` to `to`; -1 where it is none. */
function readIpv4(text: string, from: number, to: number): number {
  let value = 0;
  let part = -1;
  let parts = 0;
  for (let at = from; at <= to; at += 1) {
    const code = at === to ? 0x2e : text.charCodeAt(at);
    if (code === 0x2e) {
      if (part === -1 || parts === 4) return -1;
      value = value * 256 + part;
      parts += 1;
      part = -1;
    } else if (code >= 0x30 && code <= 0x39) {
      // A leading zero is refused: some readers take it for octal (RFC 6943 §3.1.1).
      if (part === 0) return -1;
      part = (part === -1 ? 0 : part * 10) + code - 0x30;
      if (part > 255) return -1;
    } else {
      return -1;
    }
  }
  return parts === 4 ? value : -1;
}

/** One pass over the text; `gap` is the number of groups before `::`, or -1. */
function readIpv6(text: string, words: Uint32Array): boolean {
  const zone = text.indexOf('%');
  const end = zone === -1 ? text.length : zone;
  words.fill(0);
  let gap = -1;
  let count = 0;
  let at = 0;
  while (at < end) {
    if (text.charCodeAt(at) === COLON) {
      // Only `::` may begin a group without digits: at the start, or behind the colon that ended a group.
      if (gap !== -1 || (at === 0 && text.charCodeAt(1) !== COLON)) return false;
      gap = count;
      at += at === 0 ? 2 : 1;
      continue;
    }
    const digitsEnd = hexEnd(text, at, end);
    if (text.charCodeAt(digitsEnd) === DOT)
      return finish(words, { gap, count: addDotted(text, at, { end, words, count }) });
    if (digitsEnd === at || digitsEnd - at > 4 || count === 8) return false;
    setGroup(words, count, hexValue(text, at, digitsEnd));
    count += 1;
    if (digitsEnd === end) break;
    if (text.charCodeAt(digitsEnd) !== COLON || digitsEnd + 1 === end) return false;
    at = digitsEnd + 1;
  }
  return finish(words, { gap, count });
}

/** Dotted decimal as the last two groups; returns the number of groups then, or -1. */
function addDotted(
  text: string,
  from: number,
  { end, words, count }: { readonly end: number; readonly words: Uint32Array; readonly count: number },
): number {
  const value = readIpv4(text, from, end);
  if (value === -1 || count > 6) return -1;
  setGroup(words, count, Math.floor(value / 65536));
  setGroup(words, count + 1, value % 65536);
  return count + 2;
}

/** Puts the groups behind the gap where they belong; false when there are too few or too many. */
function finish(
  words: Uint32Array,
  { gap, count }: { readonly gap: number; readonly count: number },
): boolean {
  if (gap === -1) return count === 8;
  if (count === -1 || count > 7) return false;
  shiftRight(words, gap, count - gap);
  return true;
}

/** Moves `count` groups that stand at `from` to the end, and clears where they stood. */
function shiftRight(words: Uint32Array, from: number, count: number): void {
  for (let moved = 1; moved <= count; moved += 1) {
    const source = from + count - moved;
    const group = getGroup(words, source);
    setGroup(words, source, 0);
    setGroup(words, 8 - moved, group);
  }
}

/** First offset from `from` that holds no hexadecimal digit. */
function hexEnd(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && hexDigit(text.charCodeAt(at)) !== -1) at += 1;
  return at;
}

function hexValue(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 16 + hexDigit(text.charCodeAt(at));
  return value;
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}

function getGroup(words: Uint32Array, group: number): number {
  const word = words[group >> 1] ?? 0;
  return (group & 1) === 0 ? word >>> 16 : word & 0xffff;
}

function setGroup(words: Uint32Array, group: number, value: number): void {
  const word = words[group >> 1] ?? 0;
  words[group >> 1] = (group & 1) === 0 ? (word & 0xffff) | (value << 16) : (word & 0xffff0000) | value;
}
