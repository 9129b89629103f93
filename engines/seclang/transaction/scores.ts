import { parseNumber } from '../operators/compare.ts';
import type { TransactionState } from './state.ts';

/** Names of the score of one paranoia level, for CRS 3 and CRS 4. */
const LEVEL_NAMES = {
  inbound: ['anomaly_score_pl', 'inbound_anomaly_score_pl'],
  outbound: ['outbound_anomaly_score_pl'],
} as const;

const TOTAL_NAMES = {
  inbound: ['anomaly_score', 'dejfa_anomaly_score_pl1'],
  outbound: ['outbound_anomaly_score'],
} as const;

/**
 * Anomaly score of a direction: the sum over the paranoia levels that block; for rules that count in one variable
 * (our base rules do), that one.
 */
export function readScore(state: TransactionState, direction: 'inbound' | 'outbound'): number {
  const read = (name: string) => parseNumber(state.tx.get(name)?.value ?? '0');
  const blocking = read('blocking_paranoia_level') || read('paranoia_level') || 4;
  let sum = 0;
  for (let level = 1; level <= Math.min(blocking, 4); level += 1) {
    for (const name of LEVEL_NAMES[direction]) sum += read(`${name}${level}`);
  }
  return sum > 0 ? sum : Math.max(...TOTAL_NAMES[direction].map(read));
}
