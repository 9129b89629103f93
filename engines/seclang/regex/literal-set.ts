import { likelihoodOf } from '@dejfa/match';
import { WORD } from './byte-set.ts';

/**
 * Texts in lower case in which {@link EDGE} stands where no byte of `\w` can be: at an assertion, the subject's edge,
 * or beside a byte that is none. It stands for no byte.
 */
export type Texts = readonly string[];

/** See {@link Texts}. */
export const EDGE = '\u0100';

/** Most texts of one set. */
const COUNT_LIMIT = 256;
/** Most characters of one text. */
export const LENGTH_LIMIT = 24;

/** Share of English words' letters that begin, and that end, a word. */
const EDGE_SHARE = 0.22;
const SHORT_VALUE_SHARE = 0.1;

/** Every text of one set with every text of the other behind it; null when that makes too many or too long ones. */
export function product(left: Texts, right: Texts): Texts | null {
  if (left.length * right.length > COUNT_LIMIT) return null;
  if (left.length === 1 && right.length === 1) return productOfOne(left[0] ?? '', right[0] ?? '');
  const joined = left.flatMap((start) => right.map((end) => start + end));
  return joined.every((text) => text.length <= LENGTH_LIMIT) ? joined : null;
}

function productOfOne(start: string, end: string): Texts | null {
  return start.length + end.length <= LENGTH_LIMIT ? [start + end] : null;
}

/** The members of both; null when that makes too many. */
export function union(sets: readonly Texts[]): Texts | null {
  const all = new Set(sets.flat());
  return all.size > COUNT_LIMIT ? null : [...all];
}

/** As `union`, with the texts cut to their first (or last) letters until they are few enough; `['']` at worst. */
export function unionOfEnds(sets: readonly Texts[], end: 'start' | 'end'): Texts {
  let texts = [...new Set(sets.flat())];
  for (let kept = 8; texts.length > COUNT_LIMIT && kept > 0; kept = kept >> 1) {
    texts = [...new Set(texts.map((text) => (end === 'start' ? text.slice(0, kept) : text.slice(-kept))))];
  }
  return texts.length > COUNT_LIMIT ? [''] : texts;
}

/** The set that fewer values will hold; null when neither says anything. */
export function rarer(one: Texts | null, other: Texts | null): Texts | null {
  const [costOfOne, costOfOther] = [costOf(one), costOf(other)];
  if (costOfOne === Infinity && costOfOther === Infinity) return null;
  return costOfOne <= costOfOther ? one : other;
}

/**
 * How often a text of the set is found per byte of ordinary text, as an estimate; a little more for each, since a long
 * list costs memory. Infinite for a set with an empty text, which says nothing.
 */
export function costOf(texts: Texts | null): number {
  if (texts === null || texts.length === 0) return Infinity;
  const known = COSTS.get(texts);
  if (known !== undefined) return known;
  const cost = sumOfLikelihoods(texts);
  COSTS.set(texts, cost);
  return cost;
}

/** The same sets are compared again and again on their way up the tree. */
const COSTS = new WeakMap<Texts, number>();

function sumOfLikelihoods(texts: Texts): number {
  let cost = 0;
  for (const text of texts) {
    const literal = withoutEdges(text);
    if (literal === '') return Infinity;
    // Short values are numbers and letters more often than their share of all text tells.
    const share = isWordByte(literal, 0) && literal.length === 1 ? SHORT_VALUE_SHARE : likelihoodOf(literal);
    const atStart = standsAtStart(text) ? EDGE_SHARE : 1;
    const atEnd = standsAtEnd(text) ? EDGE_SHARE : 1;
    cost += share * atStart * atEnd + 1e-6;
  }
  return cost;
}

/** Whether the text begins with a byte of `\w` before which there is none. */
export function standsAtStart(text: string): boolean {
  return text.startsWith(EDGE) && isWordByte(withoutEdges(text), 0);
}

/** Whether the text ends with a byte of `\w` behind which there is none. */
export function standsAtEnd(text: string): boolean {
  return text.endsWith(EDGE) && isWordByte(withoutEdges(text), -1);
}

/** The text without the marks that stand for no byte. */
export function withoutEdges(text: string): string {
  return text.includes(EDGE) ? text.replaceAll(EDGE, '') : text;
}

function isWordByte(text: string, at: number): boolean {
  const char = text.at(at);
  return char !== undefined && WORD[char.charCodeAt(0)] === 1;
}
