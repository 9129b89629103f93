import type { Profiles } from '../knowledge/profile.ts';
import type { FeatureBlock, Seen } from './feature-block.ts';

/** How like the whole profile is to what was seen: cosine over rarities; families of techniques; the profile's size. */
export const LIKENESS: FeatureBlock = {
  names: ['cosine-technique', 'cosine-all', 'profile-size', 'profile-reports', 'parent-techniques'],
  write: (profiles, seen, { values, width, offset }) => {
    const { sizes, reportCounts, techniqueNorms, toolNorms, rarity } = profiles;
    const parents = parentsOf(profiles, seen);
    const seenTechnique = squares(seen.techniques, rarity);
    const seenTool = squares(seen.tools, rarity);
    for (let actor = 0; actor < sizes.length; actor += 1) {
      const at = actor * width + offset;
      const technique = overlap(profiles, actor, seen.techniques);
      const tool = overlap(profiles, actor, seen.tools);
      const techniqueNorm = techniqueNorms[actor] ?? 0;
      values[at] = technique / (Math.sqrt(techniqueNorm * seenTechnique) + 1e-9);
      values[at + 1] =
        (technique + tool) /
        (Math.sqrt((techniqueNorm + (toolNorms[actor] ?? 0)) * (seenTechnique + seenTool)) + 1e-9);
      values[at + 2] = Math.log1p(sizes[actor] ?? 0) / 3;
      values[at + 3] = Math.log1p(reportCounts[actor] ?? 0) / 2;
      values[at + 4] = sharedParents(profiles, actor, parents) / 20;
    }
  },
};

function squares(items: Int32Array, rarity: Float64Array): number {
  return items.reduce((sum, item) => sum + (rarity[item] ?? 0) ** 2, 0);
}

function overlap({ incidence, plain, rarity }: Profiles, actor: number, items: Int32Array): number {
  let sum = 0;
  for (const item of items)
    if ((plain.counts[actor * incidence.items.length + item] ?? 0) > 0) sum += (rarity[item] ?? 0) ** 2;
  return sum;
}

function parentsOf({ incidence }: Profiles, { techniques }: Seen): readonly number[] {
  return [...new Set([...techniques].map((item) => incidence.parents[item] ?? 0))];
}

function sharedParents(
  { incidence, parentUse, parentRarity }: Profiles,
  actor: number,
  parents: readonly number[],
): number {
  let sum = 0;
  for (const parent of parents)
    if (parentUse[actor * incidence.parentCount + parent] === 1) sum += (parentRarity[parent] ?? 0) ** 2;
  return sum;
}
