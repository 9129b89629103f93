import { intrusion } from './intrusion.ts';
import { scanners } from './scanners.ts';
import type { Step } from './step.ts';
import { visitors } from './visitors.ts';

/** Length of the replay: a day of the portal, at a pace that a person can watch. */
export const DAY_MS = 10 * 60_000;

/** The whole day in order of time: visitors, background scanning, one intrusion. The same on every machine. */
export function recordedDay(): readonly Step[] {
  const steps = [
    ...visitors({ lengthMs: DAY_MS, everyMs: 350 }),
    ...scanners({ lengthMs: DAY_MS, repeatMs: 3 * 60_000 }),
    ...intrusion({ startMs: 10_000 }),
  ];
  return steps.sort((a, b) => a.atMs - b.atMs);
}
