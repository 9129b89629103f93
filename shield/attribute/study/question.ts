import type { Incidence, Report } from '../knowledge/incidence.ts';
import { buildProfiles, type Profiles } from '../knowledge/profile.ts';

/** From this many techniques and tools on, a report counts as an incident that is judged. */
export const JUDGED_ITEMS = 8;
/** Smaller reports, from this many on, only teach. */
export const TEACHING_ITEMS = 4;
/** A source names another actor as well when it says this many things of it. */
const ALSO_NAMED_ITEMS = 3;

/**
 * A published report made into a question: what it says was seen, and whom it names. The report itself is hidden when
 * the question is asked: `left-out` knows every other source, `past` only earlier ones.
 */
export interface Question {
  /** Stable over runs: `G0027|the reference's name`. */
  readonly id: string;
  readonly actor: number;
  readonly source: number;
  readonly day: number | null;
  readonly items: Int32Array;
  /** All actors that count as right answers, the one above first. */
  readonly right: readonly number[];
}

export type Sight = 'left-out' | 'past';

/** Questions from the reports with at least `least` items, in the order of actors and sources. */
export function askReports(incidence: Incidence, least: number): readonly Question[] {
  const bySource = Map.groupBy(incidence.reports, ({ source }) => source);
  return incidence.reports.flatMap(({ actor, source, day, items }) => {
    if (source < 0 || items.length < least) return [];
    const others = (bySource.get(source) ?? [])
      .filter((other) => other.actor !== actor && other.items.length >= ALSO_NAMED_ITEMS)
      .map((other) => other.actor);
    const id = `${incidence.actors[actor]}|${incidence.sources[source]?.name}`;
    return [{ id, actor, source, day, items, right: [actor, ...others] }];
  });
}

/** What may be known when the question is asked; null where the past needs a date that the report does not have. */
export function sightOf(incidence: Incidence, question: Question, sight: Sight): Profiles | null {
  const { day, source } = question;
  if (sight === 'past' && day === null) return null;
  const dated = (of: number | null): boolean => of !== null && day !== null && of < day;
  const visible = (report: Report): boolean =>
    sight === 'left-out' ? report.source !== source : dated(report.day);
  const mayKnow = (other: number): boolean =>
    other !== source && (sight === 'left-out' || dated(incidence.sources[other]?.day ?? null));
  return buildProfiles(incidence, incidence.reports.filter(visible), { day, mayKnow });
}
