/** A small number for each of many byte sets, so that one look-up a byte tells which sets it is in. */
export interface ByteFlags {
  /** By set: its flag; -1 for an empty set. Sets may share a flag. */
  readonly flagOf: readonly number[];
  /**
   * Mask of the flags, from `first` on and at most 32 of them, of the sets that hold the byte, or that share a flag with
   * one that does.
   */
  flagsOfByte(byte: number, first: number, count: number): number;
}

/** How often bytes are seen, roughly, in 256 bytes of text: joining sets should not add common bytes to a rare set. */
function commonness(byte: number): number {
  const isLetter = (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
  if (isLetter || byte === 0x20) return 16;
  if (byte >= 0x30 && byte <= 0x39) return 8;
  return byte > 0x20 && byte < 0x7f ? 2 : 1;
}

/** Gives each distinct set a flag; while there are more than `limit`, joins the two that become commoner by the least. */
export function planByteFlags(sets: readonly (readonly number[])[], limit: number): ByteFlags {
  const groups = new Map<string, { bytes: Set<number>; sets: number[] }>();
  sets.forEach((bytes, number) => {
    if (bytes.length === 0) return;
    const both = new Set(bytes.flatMap(bothCases));
    const key = [...both].sort((a, b) => a - b).join();
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
  return {
    flagOf,
    flagsOfByte: (byte, first, count) =>
      kept
        .slice(first, first + count)
        .reduce((mask, { bytes }, flag) => (bytes.has(byte) ? mask | (1 << flag) : mask), 0),
  };
}

interface Group {
  bytes: Set<number>;
  readonly sets: number[];
}

/** Joins the two whose union is dearer than they are by the least. `costs`, by place of both, the later one first. */
function joinCheapest(groups: Group[], costs: number[][]): void {
  let best = { cost: Infinity, first: 0, second: 1 };
  for (let first = 0; first < groups.length; first += 1) {
    for (let second = first + 1; second < groups.length; second += 1) {
      const cost = costs[second]?.[first] ?? Infinity;
      if (cost < best.cost) best = { cost, first, second };
    }
  }
  const { first, second } = best;
  const [gone] = groups.splice(second, 1);
  const target = groups[first];
  if (gone === undefined || target === undefined) return;
  target.bytes = target.bytes.union(gone.bytes);
  target.sets.push(...gone.sets);
  costs.splice(second, 1);
  for (const row of costs.slice(second)) row.splice(second, 1);
  costs[first] = groups.slice(0, first).map((other) => joinCost(target, other));
  for (let later = first + 1; later < groups.length; later += 1) {
    const row = costs[later];
    if (row !== undefined) row[first] = joinCost(groups[later], target);
  }
}

function joinCost(one: Group | undefined, other: Group | undefined): number {
  if (one === undefined || other === undefined) return Infinity;
  let cost = 0;
  for (const byte of one.bytes) if (!other.bytes.has(byte)) cost += commonness(byte);
  for (const byte of other.bytes) if (!one.bytes.has(byte)) cost += commonness(byte);
  return cost;
}

function bothCases(byte: number): readonly number[] {
  const isLetter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  return isLetter ? [byte, byte ^ 0x20] : [byte];
}
