import type { AttackFacts } from './attack-facts.ts';

/** What a group, campaign or software is reported to use, over all reports. */
export interface ReportedUses {
  /** Sorted, each once. */
  readonly techniques: readonly string[];
  readonly software: readonly string[];
}

/** By identifier of who uses: all that any report says of it itself, campaigns that are attributed to it apart. */
export function reportedUses({ uses }: Pick<AttackFacts, 'uses'>): ReadonlyMap<string, ReportedUses> {
  const byUser = new Map<string, Set<string>>();
  for (const { who, what } of uses) {
    const all = byUser.get(who) ?? new Set();
    for (const one of what) all.add(one);
    byUser.set(who, all);
  }
  return new Map(
    [...byUser].map(([who, all]) => {
      const sorted = [...all].sort();
      return [
        who,
        {
          techniques: sorted.filter((id) => id.startsWith('T')),
          software: sorted.filter((id) => id.startsWith('S')),
        },
      ];
    }),
  );
}
