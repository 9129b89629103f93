import type { Profiles } from '../knowledge/profile.ts';
import type { FeatureBlock } from './feature-block.ts';

const COLUMNS = 5;

/**
 * What the actor is reported to have used of what was seen, weighted by how few actors share it (`rarity`, its square
 * and cube; what two reports or more say; one over the number of actors), for techniques and tools apart.
 */
export const SHARED_ITEMS: FeatureBlock = {
  names: ['technique', 'tool'].flatMap((kind) =>
    ['shared', 'shared-squared', 'shared-cubed', 'shared-twice', 'shared-exclusive'].map(
      (n) => `${n}-${kind}`,
    ),
  ),
  write: (profiles, seen, { values, width, offset }) => {
    for (let actor = 0; actor < profiles.sizes.length; actor += 1) {
      const at = actor * width + offset;
      addShared(profiles, { actor, items: seen.techniques }, values.subarray(at, at + COLUMNS));
      addShared(profiles, { actor, items: seen.tools }, values.subarray(at + COLUMNS, at + 2 * COLUMNS));
    }
  },
};

function addShared(
  { incidence, plain, rarity, actorsOf }: Profiles,
  { actor, items }: { readonly actor: number; readonly items: Int32Array },
  into: Float32Array,
): void {
  const row = actor * incidence.items.length;
  let [once, squared, cubed, twice, exclusive] = [0, 0, 0, 0, 0];
  for (const item of items) {
    const count = plain.counts[row + item] ?? 0;
    if (count === 0) continue;
    const rare = rarity[item] ?? 0;
    once += rare;
    squared += rare ** 2;
    cubed += rare ** 3;
    if (count >= 2) twice += rare;
    exclusive += 1 / Math.max(1, actorsOf[item] ?? 1);
  }
  into.set([once / 10, squared / 30, cubed / 100, twice / 10, exclusive]);
}
