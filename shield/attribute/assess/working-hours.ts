import type { VictimFacts } from '../knowledge/victim-facts.ts';
import type { Ratios } from './victim-fit.ts';

/** Below so many actions a histogram says nothing. */
export const LEAST_ACTIONS = 20;
/** Hours are the easiest thing to fake, and shared by everybody from there to there: 1.25 either way at most. */
const MOST = 1.25;
const FIRST_HOUR = 8;
const HOURS = 10;
/** Share of work inside of 8 to 18 o'clock that is expected of people who keep hours. */
const EXPECTED = 0.75;

/** Hours ahead of UTC where most of the country's people live; without summer time, which moves it by one. */
const UTC_OFFSETS: Readonly<Record<string, number>> = {
  AE: 4,
  BR: -3,
  CN: 8,
  IN: 5.5,
  IR: 3.5,
  KP: 9,
  KR: 9,
  LB: 2,
  PS: 2,
  RO: 2,
  RU: 3,
  TR: 3,
  US: -5,
  VN: 7,
};

/**
 * How the hours of activity fit a working day where each actor is supposed to sit: the likelihood of the share inside of
 * 8 to 18 o'clock there, expected 0.75, against even hours (10 of 24), for one action on average; kept between 0.8 and
 * 1.25. `counts`: 24 numbers, UTC.
 */
export function workingHourRatios(facts: VictimFacts, counts: readonly number[]): Ratios {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total < LEAST_ACTIONS) return new Map();
  return new Map(
    facts.actors.flatMap(({ id, origin }) => {
      const offset = UTC_OFFSETS[origin ?? ''];
      if (offset === undefined) return [];
      const share = shareAtWork(counts, offset) / total;
      const perAction =
        share * Math.log(EXPECTED / (HOURS / 24)) + (1 - share) * Math.log((1 - EXPECTED) / (1 - HOURS / 24));
      return [[id, Math.min(MOST, Math.max(1 / MOST, Math.exp(perAction)))] as const];
    }),
  );
}

/** Actions whose hour has its middle between 8 and 18 o'clock there. */
function shareAtWork(counts: readonly number[], offset: number): number {
  return counts.reduce((sum, count, hour) => {
    const there = (hour + 0.5 + offset + 24) % 24;
    return there >= FIRST_HOUR && there < FIRST_HOUR + HOURS ? sum + count : sum;
  }, 0);
}
