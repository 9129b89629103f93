import type { Profiles, Tally } from '../knowledge/profile.ts';
import type { FeatureBlock } from './feature-block.ts';

/**
 * Likelihood of what was seen under each actor's share of techniques (or tools), mixed with the share that they have
 * among all actors (Jelinek and Mercer's smoothing): sum of ln((1 - m) + m × own share / general share). Once over all
 * reports and once with old reports fading, since actors change what they use.
 */
export const MIXTURE: FeatureBlock = {
  names: [
    'mixture-technique-weak',
    'mixture-tool-weak',
    'mixture-technique-strong',
    'mixture-tool-strong',
    'mixture-technique-quick',
    'mixture-tool-quick',
    'mixture-technique-slow',
    'mixture-tool-slow',
  ],
  write: (profiles, seen, { values, width, offset }) => {
    const [quick = profiles.plain, slow = profiles.plain] = profiles.aged;
    const ways: readonly (readonly [Tally, number])[] = [
      [profiles.plain, 0.3],
      [profiles.plain, 0.8],
      [quick, 0.6],
      [slow, 0.6],
    ];
    for (const [way, [tally, mix]] of ways.entries()) {
      for (let actor = 0; actor < profiles.sizes.length; actor += 1) {
        const at = actor * width + offset + way * 2;
        const question = { actor, tally, mix };
        values[at] =
          likelihood(profiles, seen.techniques, { ...question, totals: tally.techniqueTotals }) / 5;
        values[at + 1] = likelihood(profiles, seen.tools, { ...question, totals: tally.toolTotals }) / 5;
      }
    }
  },
};

interface Question {
  readonly actor: number;
  readonly tally: Tally;
  readonly mix: number;
  readonly totals: Float64Array;
}

function likelihood(
  { incidence, background }: Profiles,
  items: Int32Array,
  { actor, tally, mix, totals }: Question,
): number {
  const row = actor * incidence.items.length;
  const total = Math.max(totals[actor] ?? 0, 1e-9);
  let sum = 0;
  for (const item of items) {
    const share = (tally.counts[row + item] ?? 0) / total;
    sum += Math.log(1 - mix + (mix * share) / (background[item] ?? 1));
  }
  return sum;
}
