import { hexPair } from '../transformations/bytes.ts';

const ESCAPES: Readonly<Record<string, number>> = { b: 8, f: 12, n: 10, r: 13, t: 9 };

/** What stands for a surrogate without its partner. */
const REPLACEMENT = 0xfffd;

/** A JSON string without its quotes, known to be well-formed, with its escapes decoded to UTF-8 bytes. */
export function decodeJsonString(written: string): string {
  // An escape of six bytes becomes at most three, a pair of them four.
  const out = Buffer.allocUnsafe(written.length);
  let length = 0;
  for (let at = 0; at < written.length; at += 1) {
    const code = written.charCodeAt(at);
    if (code !== 0x5c) {
      out[length++] = code;
      continue;
    }
    at += 1;
    const letter = written.charAt(at);
    if (letter !== 'u') {
      out[length++] = ESCAPES[letter] ?? letter.charCodeAt(0);
      continue;
    }
    const point = codePointAt(written, at + 1);
    length = writeUtf8(out, length, point);
    at += point > 0xffff ? 10 : 4;
  }
  return out.toString('latin1', 0, length);
}

/** Code point of the four digits at `at`, or of two such units that are a surrogate pair. */
function codePointAt(written: string, at: number): number {
  const unit = unitAt(written, at);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  const second = written.startsWith('\\u', at + 4) ? unitAt(written, at + 6) : 0;
  const isPair = unit < 0xdc00 && second >= 0xdc00 && second <= 0xdfff;
  return isPair ? 0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00) : REPLACEMENT;
}

function unitAt(written: string, at: number): number {
  return hexPair(written, at) * 256 + hexPair(written, at + 2);
}

/** Writes a code point as UTF-8; gives the offset behind it. */
function writeUtf8(out: Uint8Array, at: number, point: number): number {
  if (point < 0x80) {
    out[at] = point;
    return at + 1;
  }
  const size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  let rest = point;
  for (let place = at + size - 1; place > at; place -= 1) {
    out[place] = 0x80 | (rest & 0x3f);
    rest >>= 6;
  }
  out[at] = ((0xf00 >> size) & 0xff) | rest;
  return at + size;
}
