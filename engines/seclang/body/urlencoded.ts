import { byteAt, bytesOf, hexPair, hexPairAt } from '../transformations/bytes.ts';
import type { Field } from './parsed-body.ts';

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PERCENT = 0x25;
const PLUS = 0x2b;

/** 1 where a byte is none of those that mean something. */
const PLAIN = new Uint8Array(256).fill(1);
for (const code of [AMPERSAND, EQUALS, PERCENT, PLUS]) PLAIN[code] = 0;

/**
 * Reads `a=1&b=2` (WHATWG URL §5.1, on bytes): names and values decoded, empty pairs left out, at most `limit` fields.
 * A `%` without two hexadecimal digits stays.
 */
export function parseUrlencoded(
  text: string,
  limit: number,
): { fields: readonly Field[]; complete: boolean } {
  const fields: Field[] = [];
  const form = new FormReader(text);
  while (form.at < text.length) {
    const start = form.at;
    const name = form.read(EQUALS);
    const hasValue = text.charCodeAt(form.at) === EQUALS;
    if (hasValue) form.at += 1;
    const isEmpty = form.at === start;
    if (!isEmpty && fields.length === limit) return { fields, complete: false };
    const value = hasValue ? form.read(AMPERSAND) : '';
    if (!isEmpty) fields.push([name, value]);
    form.at += 1;
  }
  return { fields, complete: true };
}

/** Whether a `%` stands without two hexadecimal digits behind it (`URLENCODED_ERROR`). */
export function hasInvalidEscape(text: string): boolean {
  for (let at = text.indexOf('%'); at !== -1; at = text.indexOf('%', at + 1))
    if (hexPair(text, at + 1) === -1) return true;
  return false;
}

/** Reads names and values one after the other, decoding in place. A class, because it owns the position. */
class FormReader {
  readonly #text: string;
  readonly #bytes: Buffer;
  at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#bytes = bytesOf(text);
  }

  /** What stands before the next `&`, `stop` or the end, decoded; leaves the position there. */
  read(stop: number): string {
    const bytes = this.#bytes;
    const end = this.#text.length;
    const start = this.at;
    let at = start;
    let length = start;
    let isPlain = true;
    for (; at < end; at += 1) {
      let byte = byteAt(bytes, at);
      if (byteAt(PLAIN, byte) === 0) {
        if (byte === AMPERSAND || byte === stop) break;
        const decoded = byte === PERCENT ? hexPairAt(bytes, at + 1, end) : byte === PLUS ? 0x20 : byte;
        if (byte === PERCENT && decoded !== -1) at += 2;
        // A decoded `%25` is a percent sign again, and yet shorter.
        isPlain &&= decoded === -1 || (decoded === byte && byte !== PERCENT);
        if (decoded !== -1) byte = decoded;
      }
      bytes[length++] = byte;
    }
    this.at = at;
    return isPlain ? this.#text.slice(start, at) : bytes.toString('latin1', start, length);
  }
}
