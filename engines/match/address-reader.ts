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

function readIpv6(text: string, words: Uint32Array): boolean {
  const zone = text.indexOf('%');
  const end = zone === -1 ? text.length : zone;
  words.fill(0);
  const gap = text.indexOf('::');
  if (gap === -1 || gap >= end)
    return readGroups(text, { from: 0, to: end, words, first: 0, isLast: true }) === 8;
  const left = gap === 0 ? 0 : readGroups(text, { from: 0, to: gap, words, first: 0, isLast: false });
  if (left === -1 || left > 7) return false;
  if (gap + 2 === end) return true;
  const right = readGroups(text, { from: gap + 2, to: end, words, first: left, isLast: true });
  if (right === -1 || left + right > 7) return false;
  shiftRight(words, left, right);
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

/** Reads groups of hexadecimal digits between colons (the last two may be dotted decimal); returns their number, or -1. */
function readGroups(
  text: string,
  span: {
    readonly from: number;
    readonly to: number;
    readonly words: Uint32Array;
    readonly first: number;
    readonly isLast: boolean;
  },
): number {
  const { from, to, words, first, isLast } = span;
  let count = 0;
  let start = from;
  for (let at = from; at <= to; at += 1) {
    if (at < to && text.charCodeAt(at) !== 0x3a) continue;
    if (at === to && isLast && isDotted(text, start, to)) {
      const value = readIpv4(text, start, to);
      if (value === -1 || first + count > 6) return -1;
      setGroup(words, first + count, Math.floor(value / 65536));
      setGroup(words, first + count + 1, value % 65536);
      return count + 2;
    }
    const group = readHexGroup(text, start, at);
    if (group === -1 || first + count > 7) return -1;
    setGroup(words, first + count, group);
    count += 1;
    start = at + 1;
  }
  return count;
}

function isDotted(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) === 0x2e) return true;
  return false;
}

/** One to four hexadecimal digits, or -1. */
function readHexGroup(text: string, from: number, to: number): number {
  if (to === from || to - from > 4) return -1;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    const lower = code | 0x20;
    if (code >= 0x30 && code <= 0x39) value = value * 16 + code - 0x30;
    else if (lower >= 0x61 && lower <= 0x66) value = value * 16 + lower - 0x61 + 10;
    else return -1;
  }
  return value;
}

function getGroup(words: Uint32Array, group: number): number {
  const word = words[group >> 1] ?? 0;
  return (group & 1) === 0 ? word >>> 16 : word & 0xffff;
}

function setGroup(words: Uint32Array, group: number, value: number): void {
  const word = words[group >> 1] ?? 0;
  words[group >> 1] = (group & 1) === 0 ? (word & 0xffff) | (value << 16) : (word & 0xffff0000) | value;
}
