import type { EventProof } from '../../model/index.ts';

/** By time, then by identifier: one order, however things came. */
export function byTime(a: EventProof, b: EventProof): number {
  return a.timeMs - b.timeMs || compareText(a.eventId, b.eventId);
}

/** By code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
