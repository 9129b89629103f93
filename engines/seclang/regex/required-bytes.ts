import { addAll, type ByteSet } from './byte-set.ts';
import { shareOf } from './set-share.ts';
import type { Node } from './syntax.ts';

/** Bytes that a match must hold. */
export interface RequiredBytes {
  /** Byte values, ascending. */
  readonly set: readonly number[];
  /** Each match holds at least so many bytes of the set, repeated ones counted; 1 to 255. */
  readonly atLeast: number;
}

/** Candidates that are kept for a part of a pattern. */
const CANDIDATE_LIMIT = 2;
const COUNT_LIMIT = 255;
/** Bytes of an ordinary value, and how many such values may pass a filter that is worth its while. */
const VALUE_LENGTH = 12;
const PASS_LIMIT = 0.9;

/**
 * Bytes of which each match of the pattern holds at least so many, or null where none are known that ordinary values
 * would not hold anyway. A value with fewer cannot match.
 */
export function requiredBytes(root: Node): RequiredBytes | null {
  let best: { readonly set: ByteSet; readonly atLeast: number } | null = null;
  let passing = PASS_LIMIT;
  for (const set of candidates(root)) {
    const atLeast = countIn(root, set);
    const passed = chanceOfAtLeast(atLeast, VALUE_LENGTH * shareOf(set));
    if (passed >= passing) continue;
    passing = passed;
    best = { set, atLeast };
  }
  if (best === null) return null;
  const set: number[] = [];
  for (let byte = 0; byte < 256; byte += 1) if (best.set[byte] === 1) set.push(byte);
  return { set, atLeast: best.atLeast };
}

/** Sets of which each match of the node holds a byte, the rarest first. */
function candidates(node: Node): readonly ByteSet[] {
  switch (node.kind) {
    case 'bytes':
      return [node.set];
    case 'sequence':
      return rarest(node.items.flatMap(candidates));
    case 'alternation':
      return unions(node.branches.map(candidates));
    case 'group':
    case 'atomic':
      return candidates(node.body);
    case 'repeat':
      return node.min === 0 ? [] : candidates(node.body);
    default:
      return [];
  }
}

function rarest(sets: readonly ByteSet[]): readonly ByteSet[] {
  const distinct = [...new Set(sets)].map((set) => ({ set, share: shareOf(set) }));
  return distinct
    .sort((a, b) => a.share - b.share)
    .slice(0, CANDIDATE_LIMIT)
    .map(({ set }) => set);
}

/** The rarest sets of the branches put together, the second rarest, and so on. */
function unions(branches: readonly (readonly ByteSet[])[]): readonly ByteSet[] {
  if (branches.some((sets) => sets.length === 0)) return [];
  const length = Math.max(...branches.map((sets) => sets.length));
  return rarest(
    Array.from({ length }, (_, rank) => {
      const all = new Uint8Array(256);
      for (const sets of branches) addAll(all, sets[Math.min(rank, sets.length - 1)] ?? all);
      return all;
    }),
  );
}

/** How many bytes of the set each match of the node holds at least. */
function countIn(node: Node, set: ByteSet): number {
  switch (node.kind) {
    case 'bytes':
      return isWithin(node.set, set) ? 1 : 0;
    case 'sequence':
      return atMost(node.items.reduce((sum, item) => sum + countIn(item, set), 0));
    case 'alternation':
      return Math.min(...node.branches.map((branch) => countIn(branch, set)));
    case 'group':
    case 'atomic':
      return countIn(node.body, set);
    case 'repeat':
      return node.min === 0 ? 0 : atMost(node.min * countIn(node.body, set));
    default:
      return 0;
  }
}

function atMost(count: number): number {
  return Math.min(count, COUNT_LIMIT);
}

function isWithin(inner: ByteSet, outer: ByteSet): boolean {
  if (inner === outer) return true;
  // Nearly all sets hold few bytes or many; of many, some are outside soon.
  for (let byte = inner.indexOf(1); byte !== -1; byte = inner.indexOf(1, byte + 1)) {
    if (outer[byte] !== 1) return false;
  }
  return true;
}

/** That at least so many are found where `expected` are on average (Poisson). */
function chanceOfAtLeast(count: number, expected: number): number {
  let term = Math.exp(-expected);
  let fewer = 0;
  for (let found = 0; found < count; found += 1) {
    fewer += term;
    term *= expected / (found + 1);
  }
  return 1 - fewer;
}
