import { expect, it } from 'vitest';
import { EventTime, LATENESS_MS } from './event-time.ts';

const HOUR_MS = 3_600_000;

it('goes with the slowest source that is sending, and on with the clock while it is quiet', () => {
  const time = new EventTime();
  time.saw('live', HOUR_MS, HOUR_MS);
  time.saw('behind', 1_000, HOUR_MS);
  expect(time.reachedMs(HOUR_MS)).toBe(1_000 - LATENESS_MS);
  expect(time.reachedMs(HOUR_MS + 5_000)).toBe(6_000 - LATENESS_MS);
  time.saw('live', HOUR_MS + 40_000, HOUR_MS + 40_000);
  expect(time.reachedMs(HOUR_MS + 40_000)).toBe(HOUR_MS + 40_000 - LATENESS_MS);
  expect(time.reachedMs(2 * HOUR_MS)).toBe(2 * HOUR_MS - LATENESS_MS);
});
