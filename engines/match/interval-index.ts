import type { AddressRange } from './address.ts';

/** Disjoint, sorted intervals of addresses, each with the number of the range that rules there. */
export interface IntervalIndex {
  /** Number of the range for an address as four words (IPv4 in the last one), or -1. */
  find(words: Uint32Array): number;
}

/** A range with its place in the list that the index was made of. */
export interface NumberedRange extends AddressRange {
  readonly number: number;
}

interface Interval {
  readonly start: bigint;
  readonly number: number;
}

/** Cuts nested ranges into disjoint intervals and puts them into typed arrays. `width`: bits of an address. */
export function createIntervalIndex(ranges: readonly NumberedRange[], width: 32 | 128): IntervalIndex {
  const intervals = disjointIntervals(ranges, width);
  if (width === 128) return index128(intervals);
  return intervals.length < BUCKETED_COUNT ? indexFew(intervals) : index32(intervals);
}

/**
 * Ranges in CIDR notation nest or are apart, so one sweep with a stack of open ranges is enough.
 * The result covers everything from address 0 on; gaps have the number -1.
 */
function disjointIntervals(ranges: readonly NumberedRange[], width: number): readonly Interval[] {
  const sorted = [...ranges].sort(
    (a, b) => compare(a.first, b.first) || a.prefix - b.prefix || a.number - b.number,
  );
  const intervals: Interval[] = [];
  const open: { readonly last: bigint; readonly number: number }[] = [];
  const push = (start: bigint, number: number) => {
    if (intervals.at(-1)?.start === start) intervals.pop();
    if (intervals.at(-1)?.number !== number) intervals.push({ start, number });
  };
  const closeBefore = (address: bigint) => {
    for (let top = open.at(-1); top !== undefined && top.last < address; top = open.at(-1)) {
      open.pop();
      push(top.last + 1n, open.at(-1)?.number ?? -1);
    }
  };
  push(0n, -1);
  for (const range of sorted) {
    closeBefore(range.first);
    push(range.first, range.number);
    open.push({ last: range.first + (1n << BigInt(width - range.prefix)) - 1n, number: range.number });
  }
  const end = 1n << BigInt(width);
  closeBefore(end);
  return intervals.filter((interval) => interval.start < end);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Intervals from which on a table of 256 KB, which takes 65,536 steps to fill, pays. */
const BUCKETED_COUNT = 256;

/** Binary search over all intervals. */
function indexFew(intervals: readonly Interval[]): IntervalIndex {
  const starts = Uint32Array.from(intervals, (interval) => Number(interval.start));
  const numbers = Int32Array.from(intervals, (interval) => interval.number);
  return {
    find: (words) => numbers[lastAtMost(starts, words[3] ?? 0, { low: 0, high: starts.length - 1 })] ?? -1,
  };
}

/** The last place from `low` to `high` whose start is not above the address; `low` where there is none. */
function lastAtMost(
  starts: Uint32Array,
  address: number,
  { low, high }: { readonly low: number; readonly high: number },
): number {
  let [first, last] = [low, high];
  while (first < last) {
    const middle = (first + last + 1) >>> 1;
    if ((starts[middle] ?? 0) <= address) first = middle;
    else last = middle - 1;
  }
  return first;
}

/** Binary search within the bucket of the address's first 16 bits. */
function index32(intervals: readonly Interval[]): IntervalIndex {
  const starts = Uint32Array.from(intervals, (interval) => Number(interval.start));
  const numbers = Int32Array.from(intervals, (interval) => interval.number);
  // buckets[b]: the interval that holds the first address of bucket b.
  const buckets = new Int32Array(65537);
  for (let bucket = 0, at = 0; bucket < 65536; bucket += 1) {
    while (at + 1 < starts.length && (starts[at + 1] ?? 0) <= bucket * 65536) at += 1;
    buckets[bucket] = at;
  }
  buckets[65536] = starts.length - 1;
  return {
    find: (words) => {
      const address = words[3] ?? 0;
      const low = buckets[address >>> 16] ?? 0;
      const high = buckets[(address >>> 16) + 1] ?? 0;
      return numbers[lastAtMost(starts, address, { low, high })] ?? -1;
    },
  };
}

/** Binary search over the first 64 bits, then over the rest; four words an interval. */
function index128(intervals: readonly Interval[]): IntervalIndex {
  const starts = new Uint32Array(intervals.length * 4);
  intervals.forEach(({ start }, at) => {
    for (let word = 0; word < 4; word += 1) {
      starts[at * 4 + word] = Number((start >> BigInt(96 - 32 * word)) & 0xffffffffn);
    }
  });
  const numbers = Int32Array.from(intervals, (interval) => interval.number);
  return {
    find: (words) => {
      let low = 0;
      let high = numbers.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >>> 1;
        if (isAtMost(starts, middle * 4, words)) low = middle;
        else high = middle - 1;
      }
      return numbers[low] ?? -1;
    },
  };
}

/** Whether the four words at `offset` are less than or equal to `words`. */
function isAtMost(starts: Uint32Array, offset: number, words: Uint32Array): boolean {
  for (let word = 0; word < 4; word += 1) {
    const start = starts[offset + word] ?? 0;
    const address = words[word] ?? 0;
    if (start !== address) return start < address;
  }
  return true;
}
