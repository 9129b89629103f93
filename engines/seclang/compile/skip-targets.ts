import type { ProgramItem } from './program.ts';

/** Where `skipAfter` may lead: by name of a marker or id of a rule, the numbers of such items, rising. */
export type SkipTargets = ReadonlyMap<string, readonly number[]>;

/** Looks through a rule set once, so that none of its many skips has to. */
export function indexSkipTargets(items: readonly ProgramItem[]): SkipTargets {
  const targets = new Map<string, number[]>();
  items.forEach((item, number) => {
    const name = item.kind === 'marker' ? item.name : String(item.id);
    const known = targets.get(name);
    if (known === undefined) targets.set(name, [number]);
    else known.push(number);
  });
  return targets;
}

/** Number of the first item of that name behind item `from`; -1 where there is none. */
export function skipTarget(targets: SkipTargets, name: string, from: number): number {
  return targets.get(name)?.find((number) => number > from) ?? -1;
}
