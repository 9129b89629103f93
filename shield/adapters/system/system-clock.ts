import type { Clock } from '../../ports/index.ts';

/** The clock of the machine. */
export const systemClock: Clock = { nowMs: () => Date.now() };
