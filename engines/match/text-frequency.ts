/**
 * How often bytes occur in what visitors send, per 10,000 bytes: a mixture of prose, form fields, JSON, URLs and
 * header fields. Letters stand for both their cases. An estimate, used only to prefer one filter to another: a wrong
 * number costs time, never a verdict. Letters after Norvig, "English Letter Frequency Counts" (2013).
 */
const PER_TEN_THOUSAND: Readonly<Record<string, number>> = {
  ' ': 900,
  '-': 160,
  '.': 150,
  ',': 110,
  '/': 170,
  '=': 90,
  '&': 50,
  '%': 50,
  _: 60,
  ':': 80,
  ';': 60,
  '"': 130,
  '+': 40,
  "'": 25,
  '(': 20,
  ')': 20,
  '?': 15,
  '*': 12,
  '\n': 40,
  '\r': 20,
  '{': 12,
  '}': 12,
  '[': 10,
  ']': 10,
  '@': 8,
  '!': 8,
  '#': 6,
  ...{ a: 600, b: 120, c: 270, d: 290, e: 950, f: 170, g: 160, h: 380, i: 580, j: 15, k: 50, l: 310, m: 200 },
  ...{ n: 560, o: 580, p: 190, q: 12, r: 500, s: 510, t: 710, u: 220, v: 85, w: 140, x: 30, y: 140, z: 15 },
  ...{ 0: 150, 1: 120, 2: 110, 3: 80, 4: 70, 5: 80, 6: 70, 7: 60, 8: 60, 9: 60 },
};
const RARE = 3;
/** A byte above 127: text in other scripts is made of them. */
const HIGH = 30;

/** Frequencies by byte as shares of 1. */
const SHARE: Float64Array = Float64Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  const lower = PER_TEN_THOUSAND[char.toLowerCase()];
  const upperCase = char !== char.toLowerCase() && byte < 128 ? 0.08 : 1;
  return ((lower ?? (byte > 127 ? HIGH : RARE)) * upperCase) / 10_000;
});

/** Pairs of letters that are much more frequent than their letters would make them (Norvig, ibid.): by first, then second byte. */
const IS_FREQUENT_PAIR = new Uint8Array(256 * 256);
for (const pair of (
  'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ' +
  'ic ne ea ra ce li ch ll be ma si om ur ww // .c ht tp :/'
).split(' ')) {
  IS_FREQUENT_PAIR[pair.charCodeAt(0) * 256 + pair.charCodeAt(1)] = 1;
}

/** How often the byte occurs, as a share of all bytes. */
export function byteShare(byte: number): number {
  return SHARE[byte] ?? 0;
}

/** How likely the literal (in lower case, matched without regard to case) stands at a given place of a text. */
export function likelihoodOf(literal: string): number {
  let likelihood = 1;
  for (let at = 0; at < literal.length; at += 1) {
    const here = literal.charCodeAt(at) & 0xff;
    likelihood *= at === 0 ? byteShare(here) : likelihoodAfter(literal.charCodeAt(at - 1) & 0xff, here);
  }
  return likelihood;
}

/** How likely the byte `here` follows the byte `before` (both in lower case). */
export function likelihoodAfter(before: number, here: number): number {
  return Math.min(1, byteShare(here) * pairFactor(before, here));
}

/** A repeated byte is more likely than its share; other pairs of letters that are not frequent are less. */
function pairFactor(before: number, here: number): number {
  if (before === here) return 3;
  if (IS_FREQUENT_PAIR[before * 256 + here] === 1) return 2.2;
  return isLetter(before) && isLetter(here) ? 0.6 : 1;
}

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}
