import type { Incidence } from '../knowledge/incidence.ts';
import type { Profiles } from '../knowledge/profile.ts';
import { ACTIVITY } from './activity.ts';
import type { FeatureBlock, FeatureMatrix, Seen } from './feature-block.ts';
import { LIKENESS } from './likeness.ts';
import { LINKED_TOOLS } from './linked-tools.ts';
import { MIXTURE } from './mixture.ts';
import { NEAREST_REPORT } from './nearest-report.ts';
import { RECENCY } from './recency.ts';
import { SHARED_ITEMS } from './shared-items.ts';

const BLOCKS: readonly FeatureBlock[] = [
  MIXTURE,
  SHARED_ITEMS,
  LIKENESS,
  NEAREST_REPORT,
  ACTIVITY,
  LINKED_TOOLS,
  RECENCY,
];

/** Names of the features, in the order of the columns and of the weights. */
export const FEATURE_NAMES: readonly string[] = BLOCKS.flatMap(({ names }) => names);

/** What speaks for each actor, as numbers: one row an actor of the incidence, one column a feature. */
export function measureFeatures(profiles: Profiles, seen: Seen): FeatureMatrix {
  const width = FEATURE_NAMES.length;
  const values = new Float32Array(profiles.incidence.actors.length * width);
  let offset = 0;
  for (const { names, write } of BLOCKS) {
    write(profiles, seen, { values, width, offset });
    offset += names.length;
  }
  return { values, width };
}

/** Techniques and tools apart, each once and in the order of the incidence. */
export function seenItems({ isTool }: Incidence, places: Iterable<number>): Seen {
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  return {
    techniques: Int32Array.from(sorted.filter((item) => isTool[item] !== 1)),
    tools: Int32Array.from(sorted.filter((item) => isTool[item] === 1)),
  };
}
