import { seededRandom } from '../../shield/attribute/study/random.ts';
import type { Answer } from './measure.ts';

const DRAWS = 1000;

/** A share in percent with its 95 % interval, by bootstrap over reports. */
export interface Share {
  readonly percent: number;
  readonly low: number;
  readonly high: number;
  readonly reports: number;
}

/** The share of right answers; several draws of one report count together. Null where there are none. */
export function shareRight(answers: readonly Answer[]): Share | null {
  const reports = [...Map.groupBy(answers, ({ id }) => id).values()].map((group) => ({
    asked: group.length,
    right: group.filter(({ right }) => right).length,
  }));
  if (reports.length === 0) return null;
  const random = seededRandom('bootstrap');
  const drawn = Array.from({ length: DRAWS }, () =>
    percentOf(reports.map((own) => reports[Math.floor(random() * reports.length)] ?? own)),
  ).sort((a, b) => a - b);
  const at = (place: number) => drawn[Math.floor(place * (DRAWS - 1))] ?? 0;
  return { percent: percentOf(reports), low: at(0.025), high: at(0.975), reports: reports.length };
}

function percentOf(reports: readonly { readonly asked: number; readonly right: number }[]): number {
  const right = reports.reduce((sum, one) => sum + one.right, 0);
  return (100 * right) / reports.reduce((sum, one) => sum + one.asked, 0);
}
