import type { FeatureBlock } from './feature-block.ts';

/**
 * Tools that published sources tie to the actor: all that were seen, and those of them that nobody lists under the
 * actor yet. See `linkTools`.
 */
export const LINKED_TOOLS: FeatureBlock = {
  names: ['linked-tool', 'linked-tool-unlisted'],
  write: ({ incidence, plain, rarity, toolLinks, sizes }, { tools }, { values, width, offset }) => {
    for (let actor = 0; actor < sizes.length; actor += 1) {
      const row = actor * incidence.items.length;
      let [all, unlisted] = [0, 0];
      for (const item of tools) {
        const weight = (toolLinks[row + item] ?? 0) * (rarity[item] ?? 0);
        all += weight;
        if ((plain.counts[row + item] ?? 0) === 0) unlisted += weight;
      }
      values[actor * width + offset] = all / 5;
      values[actor * width + offset + 1] = unlisted / 5;
    }
  },
};
