import type { Incidence, Report } from './incidence.ts';
import { linkTools } from './tool-links.ts';

/** Years after which a report counts for 1/e: the quick and the slow memory. */
export const MEMORY_YEARS = [1.5, 5] as const;
/** Taken for a report without a date, in years: neither near nor forgotten. */
const UNDATED_YEARS = 6;
const YEAR_DAYS = 365.25;

/** How often each actor was reported with each item, in one way of counting. */
export interface Tally {
  /** Actor × item, row by row. */
  readonly counts: Float32Array;
  /** Per actor: the sum over techniques, and over tools. */
  readonly techniqueTotals: Float64Array;
  readonly toolTotals: Float64Array;
}

/**
 * What is known of every actor by some of the reports, as of one day: the incidence made ready for questions. One is
 * made a question, because the incident's own report must not be in it, nor, in the past, any later one.
 */
export interface Profiles {
  readonly incidence: Incidence;
  readonly reports: readonly Report[];
  /** Years between each report and the day that is asked about. */
  readonly ages: Float64Array;
  readonly plain: Tally;
  /** The same with each report weighted by its age, in the order of `MEMORY_YEARS`. */
  readonly aged: readonly Tally[];
  /** Per item: how many actors were reported with it. */
  readonly actorsOf: Int32Array;
  /** Per item: ln((N + 1) / (n + 1)) + 1 of N actors, n of them with the item. */
  readonly rarity: Float64Array;
  /** Per parent technique, the same. */
  readonly parentRarity: Float64Array;
  /** Actor × parent technique: 1 where reported. */
  readonly parentUse: Uint8Array;
  /** Per actor: distinct items, and reports. */
  readonly sizes: Int32Array;
  readonly reportCounts: Int32Array;
  /** Per actor: the sum of squared rarities of its techniques, and of its tools. */
  readonly techniqueNorms: Float64Array;
  readonly toolNorms: Float64Array;
  /** Per report: the sum of squared rarities of its items. */
  readonly reportNorms: Float64Array;
  /** Per item: its share among the techniques, or among the tools, of all reports, with half a report added. */
  readonly background: Float64Array;
  /** Actor × item: years to the nearest report of the actor with the item; infinite where there is none. */
  readonly latest: Float32Array;
  /** Actor × item: how closely sources tie a tool to an actor; see `linkTools`. */
  readonly toolLinks: Float32Array;
}

/** As of when, and by which sources. */
export interface Horizon {
  /** Days since 1970-01-01; null: not known when. */
  readonly day: number | null;
  /** Whether a source may be known at all, by its place. */
  readonly mayKnow: (source: number) => boolean;
}

/** Profiles from `reports`, as far as the horizon goes. */
export function buildProfiles(
  incidence: Incidence,
  reports: readonly Report[],
  { day, mayKnow }: Horizon,
): Profiles {
  const ages = Float64Array.from(reports, (report) =>
    report.day === null || day === null ? UNDATED_YEARS : Math.abs(report.day - day) / YEAR_DAYS,
  );
  const plain = tally(incidence, reports, () => 1);
  const aged = MEMORY_YEARS.map((years) =>
    tally(incidence, reports, (place) => Math.exp(-(ages[place] ?? 0) / years)),
  );
  const spread = spreadOf(incidence, plain.counts);
  return {
    incidence,
    reports,
    ages,
    plain,
    aged,
    ...spread,
    ...normsOf(incidence, reports, { counts: plain.counts, rarity: spread.rarity }),
    ...restOf(incidence, reports, plain),
    latest: latestOf(incidence, reports, ages),
    toolLinks: linkTools(incidence, reports, mayKnow),
  };
}

function tally(
  { actors, items, isTool }: Incidence,
  reports: readonly Report[],
  weigh: (place: number) => number,
): Tally {
  const counts = new Float32Array(actors.length * items.length);
  const techniqueTotals = new Float64Array(actors.length);
  const toolTotals = new Float64Array(actors.length);
  for (const [place, report] of reports.entries()) {
    const weight = weigh(place);
    const row = report.actor * items.length;
    for (const item of report.items) {
      counts[row + item] = (counts[row + item] ?? 0) + weight;
      const totals = isTool[item] === 1 ? toolTotals : techniqueTotals;
      totals[report.actor] = (totals[report.actor] ?? 0) + weight;
    }
  }
  return { counts, techniqueTotals, toolTotals };
}

function spreadOf(
  { actors, items, parents, parentCount }: Incidence,
  counts: Float32Array,
): Pick<Profiles, 'actorsOf' | 'sizes' | 'rarity' | 'parentUse' | 'parentRarity'> {
  const actorsOf = new Int32Array(items.length);
  const sizes = new Int32Array(actors.length);
  const parentUse = new Uint8Array(actors.length * parentCount);
  const parentActors = new Int32Array(parentCount);
  for (let actor = 0; actor < actors.length; actor += 1) {
    for (let item = 0; item < items.length; item += 1) {
      if (counts[actor * items.length + item] === 0) continue;
      actorsOf[item] = (actorsOf[item] ?? 0) + 1;
      sizes[actor] = (sizes[actor] ?? 0) + 1;
      const parent = parents[item] ?? 0;
      if (parentUse[actor * parentCount + parent] === 1) continue;
      parentUse[actor * parentCount + parent] = 1;
      parentActors[parent] = (parentActors[parent] ?? 0) + 1;
    }
  }
  const known = Math.max(
    1,
    sizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0),
  );
  const rarity = (count: number) => Math.log((known + 1) / (count + 1)) + 1;
  return {
    actorsOf,
    sizes,
    rarity: Float64Array.from(actorsOf, rarity),
    parentUse,
    parentRarity: Float64Array.from(parentActors, rarity),
  };
}

function normsOf(
  { actors, items, isTool }: Incidence,
  reports: readonly Report[],
  { counts, rarity }: { readonly counts: Float32Array; readonly rarity: Float64Array },
): Pick<Profiles, 'techniqueNorms' | 'toolNorms' | 'reportNorms'> {
  const techniqueNorms = new Float64Array(actors.length);
  const toolNorms = new Float64Array(actors.length);
  for (let actor = 0; actor < actors.length; actor += 1) {
    for (let item = 0; item < items.length; item += 1) {
      if (counts[actor * items.length + item] === 0) continue;
      const norms = isTool[item] === 1 ? toolNorms : techniqueNorms;
      norms[actor] = (norms[actor] ?? 0) + (rarity[item] ?? 0) ** 2;
    }
  }
  const reportNorms = Float64Array.from(reports, (report) => {
    let norm = 0;
    for (const item of report.items) norm += (rarity[item] ?? 0) ** 2;
    return norm;
  });
  return { techniqueNorms, toolNorms, reportNorms };
}

function restOf(
  { actors, items, isTool }: Incidence,
  reports: readonly Report[],
  { counts }: Tally,
): Pick<Profiles, 'reportCounts' | 'background'> {
  const reportCounts = new Int32Array(actors.length);
  for (const { actor } of reports) reportCounts[actor] = (reportCounts[actor] ?? 0) + 1;
  const background = new Float64Array(items.length).fill(0.5);
  for (let actor = 0; actor < actors.length; actor += 1) {
    for (let item = 0; item < items.length; item += 1) {
      background[item] = (background[item] ?? 0) + (counts[actor * items.length + item] ?? 0);
    }
  }
  const totals = [0, 0];
  for (const [item, count] of background.entries())
    totals[isTool[item] ?? 0] = (totals[isTool[item] ?? 0] ?? 0) + count;
  for (const [item, count] of background.entries())
    background[item] = count / (totals[isTool[item] ?? 0] ?? 1);
  return { reportCounts, background };
}

function latestOf(
  { actors, items }: Incidence,
  reports: readonly Report[],
  ages: Float64Array,
): Float32Array {
  const latest = new Float32Array(actors.length * items.length).fill(Number.POSITIVE_INFINITY);
  for (const [place, report] of reports.entries()) {
    for (const item of report.items) {
      const at = report.actor * items.length + item;
      latest[at] = Math.min(latest[at] ?? 0, ages[place] ?? 0);
    }
  }
  return latest;
}
