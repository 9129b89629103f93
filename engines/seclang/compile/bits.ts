/** A set of small numbers: bit `n & 31` of word `n >> 5`. */
export type Bits = Int32Array;

/** An empty set with room for the numbers below `count`. */
export function createBits(count: number): Bits {
  return new Int32Array((count + 31) >> 5);
}

export function setBit(bits: Bits, number: number): void {
  bits[number >> 5] = (bits[number >> 5] ?? 0) | (1 << (number & 31));
}

export function hasBit(bits: Bits, number: number): boolean {
  return ((bits[number >> 5] ?? 0) & (1 << (number & 31))) !== 0;
}

/** The first member that is `from` or greater; -1 where there is none. */
export function nextBit(bits: Bits, from: number): number {
  let word = from >> 5;
  // Members below `from` are masked out of the first word.
  let rest = (bits[word] ?? 0) & (-1 << (from & 31));
  while (rest === 0) {
    word += 1;
    if (word >= bits.length) return -1;
    rest = bits[word] ?? 0;
  }
  return (word << 5) + 31 - Math.clz32(rest & -rest);
}
