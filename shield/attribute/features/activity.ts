import type { FeatureBlock } from './feature-block.ts';

/** Years after which an actor of whom nothing is reported counts as silent altogether. */
const LONGEST_GAP_YEARS = 15;

/** Whether the actor was at work at that time: years to its nearest report, and how many reports there are around. */
export const ACTIVITY: FeatureBlock = {
  names: ['gap', 'active-now', 'active-years', 'active-months'],
  write: ({ reports, ages, sizes }, _seen, { values, width, offset }) => {
    const gaps = new Float64Array(sizes.length).fill(LONGEST_GAP_YEARS);
    const years = new Float64Array(sizes.length);
    const months = new Float64Array(sizes.length);
    for (const [place, { actor }] of reports.entries()) {
      const age = ages[place] ?? 0;
      gaps[actor] = Math.min(gaps[actor] ?? 0, age);
      years[actor] = (years[actor] ?? 0) + Math.exp(-age / 2);
      months[actor] = (months[actor] ?? 0) + Math.exp(-age / 0.5);
    }
    for (let actor = 0; actor < sizes.length; actor += 1) {
      const at = actor * width + offset;
      const gap = gaps[actor] ?? 0;
      values[at] = Math.log(gap + 0.1);
      values[at + 1] = Math.exp(-gap / 0.5);
      values[at + 2] = Math.log1p(years[actor] ?? 0);
      values[at + 3] = Math.log1p(months[actor] ?? 0);
    }
  },
};
