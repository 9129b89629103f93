import type { Profiles } from '../knowledge/profile.ts';
import type { FeatureBlock, Seen } from './feature-block.ts';

/**
 * The one report of each actor that is most like what was seen: one operation is often told in several reports, and a
 * large profile hides that. With time: the same, fading with the years between report and incident.
 */
export const NEAREST_REPORT: FeatureBlock = {
  names: ['nearest', 'nearest-overlap', 'nearest-slow', 'nearest-quick', 'nearest-contained'],
  write: (profiles, seen, { values, width, offset }) => {
    const wanted = marked(profiles, seen);
    let norm = 0;
    for (const [item, is] of wanted.entries()) if (is === 1) norm += (profiles.rarity[item] ?? 0) ** 2;
    for (const [place, report] of profiles.reports.entries()) {
      const { rare, count } = sharedWith(report.items, wanted, profiles.rarity);
      if (count === 0) continue;
      const age = profiles.ages[place] ?? 0;
      const cosine = rare / (Math.sqrt((profiles.reportNorms[place] ?? 0) * norm) + 1e-9);
      const length = report.items.length;
      const at = report.actor * width + offset;
      raise(values, at, cosine);
      raise(values, at + 1, rare / 20);
      raise(values, at + 2, cosine * Math.exp(-age / 3));
      raise(values, at + 3, cosine * Math.exp(-age / 0.7));
      raise(values, at + 4, ((count / length) * Math.min(length, 10)) / 10);
    }
  },
};

function raise(values: Float32Array, at: number, value: number): void {
  if (value > (values[at] ?? 0)) values[at] = value;
}

function marked({ incidence }: Profiles, { techniques, tools }: Seen): Uint8Array {
  const wanted = new Uint8Array(incidence.items.length);
  for (const item of techniques) wanted[item] = 1;
  for (const item of tools) wanted[item] = 1;
  return wanted;
}

function sharedWith(
  items: Int32Array,
  wanted: Uint8Array,
  rarity: Float64Array,
): { readonly rare: number; readonly count: number } {
  let [rare, count] = [0, 0];
  for (const item of items) {
    if (wanted[item] !== 1) continue;
    rare += (rarity[item] ?? 0) ** 2;
    count += 1;
  }
  return { rare, count };
}
