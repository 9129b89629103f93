import { bitCount } from './bit-count.ts';

/** A small number for each of many byte sets, so that one look-up a byte tells which sets it is in. */
export interface ByteFlags {
  /** By set: its flag; -1 for an empty set. Sets may share a flag. */
  readonly flagOf: readonly number[];
  /**
   * By byte: mask of the flags, from `first` on and at most 32 of them, of the sets that hold the byte, or that share a
   * flag with one that does.
   */
  masks(first: number, count: number): Int32Array;
}

/** A set of bytes: bit `byte & 31` of word `byte >> 5`. */
type ByteSet = Int32Array;

/** Sets that share a flag, and what is in any of them. */
interface Group {
  readonly bytes: ByteSet;
  readonly sets: number[];
}

/** How often a byte is seen, roughly, in 256 bytes of text: joining sets should not add common bytes to a rare set. */
function commonness(byte: number): number {
  const isLetter = (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
  if (isLetter || byte === 0x20) return 16;
  if (byte >= 0x30 && byte <= 0x39) return 8;
  return byte > 0x20 && byte < 0x7f ? 2 : 1;
}

const ALL_BYTES: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);

/** Bytes that are at least so common. */
const AT_LEAST_2 = bytesFrom(2);
const AT_LEAST_8 = bytesFrom(8);
const AT_LEAST_16 = bytesFrom(16);

function bytesFrom(least: number): ByteSet {
  return setOf(ALL_BYTES.filter((byte) => commonness(byte) >= least));
}

/** Gives each distinct set a flag; while there are more than `limit`, joins the two that become commoner by the least. */
export function planByteFlags(sets: readonly (readonly number[])[], limit: number): ByteFlags {
  const groups = new Map<string, Group>();
  sets.forEach((bytes, number) => {
    if (bytes.length === 0) return;
    const both = inBothCases(setOf(bytes));
    const key = both.join();
    const group = groups.get(key) ?? { bytes: both, sets: [] };
    group.sets.push(number);
    groups.set(key, group);
  });
  const kept = [...groups.values()];
  if (kept.length > limit) {
    const costs = kept.map((group, place) => kept.slice(0, place).map((other) => joinCost(group, other)));
    while (kept.length > limit) joinCheapest(kept, costs);
  }
  const flagOf = sets.map(() => -1);
  kept.forEach((group, flag) => {
    for (const number of group.sets) flagOf[number] = flag;
  });
  return { flagOf, masks: (first, count) => masksOf(kept.slice(first, first + count)) };
}

function masksOf(groups: readonly Group[]): Int32Array {
  const masks = new Int32Array(256);
  groups.forEach(({ bytes }, flag) => {
    for (let word = 0; word < bytes.length; word += 1) {
      for (let bits = bytes[word] ?? 0; bits !== 0; bits &= bits - 1) {
        const byte = 32 * word + 31 - Math.clz32(bits & -bits);
        masks[byte] = (masks[byte] ?? 0) | (1 << flag);
      }
    }
  });
  return masks;
}

/** Joins the two whose union is dearer than they are by the least. `costs`, by place of both, the later one first. */
function joinCheapest(groups: Group[], costs: number[][]): void {
  let least = Infinity;
  let first = 0;
  let second = 1;
  for (let later = 1; later < costs.length; later += 1) {
    const row = costs[later] ?? [];
    for (let earlier = 0; earlier < later; earlier += 1) {
      const cost = row[earlier] ?? Infinity;
      if (cost > least || (cost === least && earlier >= first)) continue;
      least = cost;
      first = earlier;
      second = later;
    }
  }
  const [gone] = groups.splice(second, 1);
  const target = groups[first];
  if (gone === undefined || target === undefined) return;
  gone.bytes.forEach((word, at) => {
    target.bytes[at] = (target.bytes[at] ?? 0) | word;
  });
  target.sets.push(...gone.sets);
  costs.splice(second, 1);
  for (const row of costs.slice(second)) row.splice(second, 1);
  costs[first] = groups.slice(0, first).map((other) => joinCost(other, target));
  for (let later = first + 1; later < groups.length; later += 1) {
    const row = costs[later];
    const group = groups[later];
    if (row !== undefined && group !== undefined) row[first] = joinCost(group, target);
  }
}

/** How common those bytes are that are in one of the two only. */
function joinCost({ bytes: one }: Group, { bytes: other }: Group): number {
  let total = 0;
  for (let word = 0; word < one.length; word += 1) {
    const difference = (one[word] ?? 0) ^ (other[word] ?? 0);
    if (difference === 0) continue;
    total += bitCount(difference);
    const common = difference & (AT_LEAST_2[word] ?? 0);
    if (common === 0) continue;
    total += bitCount(common);
    total += 6 * bitCount(common & (AT_LEAST_8[word] ?? 0));
    total += 8 * bitCount(common & (AT_LEAST_16[word] ?? 0));
  }
  return total;
}

function setOf(bytes: readonly number[]): ByteSet {
  const set = new Int32Array(8);
  for (const byte of bytes) set[byte >> 5] = (set[byte >> 5] ?? 0) | (1 << (byte & 31));
  return set;
}

/** With both cases of each letter. They are 32 apart, so in words of 32 the same bits of two words (ASCII, RFC 20). */
function inBothCases(set: ByteSet): ByteSet {
  const letters = ((set[2] ?? 0) | (set[3] ?? 0)) & 0x07fffffe;
  const both = set.slice();
  both[2] = (set[2] ?? 0) | letters;
  both[3] = (set[3] ?? 0) | letters;
  return both;
}
