import type { Profiles } from '../knowledge/profile.ts';
import type { FeatureBlock } from './feature-block.ts';

/** Years after which the last report of an item counts for 1/e. */
const MEMORY_YEARS = 1.5;

/**
 * What was seen and was last reported of the actor not long ago, for techniques and tools apart; and how much of all
 * that was seen, weighted by rarity, the actor is known for at all.
 */
export const RECENCY: FeatureBlock = {
  names: ['recent-technique', 'recent-tool', 'covered', 'covered-tool'],
  write: (profiles, { techniques, tools }, { values, width, offset }) => {
    for (let actor = 0; actor < profiles.sizes.length; actor += 1) {
      const at = actor * width + offset;
      const technique = sumUp(profiles, actor, techniques);
      const tool = sumUp(profiles, actor, tools);
      values[at] = technique.recent / 30;
      values[at + 1] = tool.recent / 30;
      values[at + 2] = (technique.known + tool.known) / Math.max(1e-6, technique.seen + tool.seen);
      values[at + 3] = tool.known / Math.max(1e-6, tool.seen);
    }
  },
};

function sumUp({ incidence, plain, rarity, latest }: Profiles, actor: number, items: Int32Array) {
  const row = actor * incidence.items.length;
  let [recent, known, seen] = [0, 0, 0];
  for (const item of items) {
    const rare = rarity[item] ?? 0;
    seen += rare;
    if ((plain.counts[row + item] ?? 0) === 0) continue;
    known += rare;
    recent += Math.exp(-(latest[row + item] ?? 0) / MEMORY_YEARS) * rare ** 2;
  }
  return { recent, known, seen };
}
