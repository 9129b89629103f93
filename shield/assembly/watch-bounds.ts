import type { CorrelationLosses } from '@dejfa/sigma';
import type { BoundLosses } from '../correlate/correlator.ts';
import type { Notices } from './notices.ts';

type Losses = BoundLosses & CorrelationLosses;

const TEXTS = {
  closedEarly:
    'attempts were closed before their quiet time, because too many were open: they may be counted twice',
  incidentsLetGo: 'incidents are no longer added to, because too many were open; they stay in the store',
  attemptsLeftOut:
    'attempts were left out of their incident, because it holds too many; they stay in the store',
  late: 'events came too late for the Sigma correlation rules to count them; single rules did see them',
  letGo:
    'events were let go of by Sigma correlation rules before their time was over, because too many were held',
} as const satisfies Record<keyof Losses, string>;

/** Says when a bound of correlation was reached, once each time that the number has grown to ten times the last said. */
export function watchBounds(notices: Notices): (losses: Losses) => void {
  const said: Record<keyof Losses, number> = {
    closedEarly: 0,
    incidentsLetGo: 0,
    attemptsLeftOut: 0,
    late: 0,
    letGo: 0,
  };
  return (losses) => {
    for (const name of Object.keys(TEXTS) as (keyof Losses)[]) {
      if (losses[name] === 0 || losses[name] < said[name] * 10) continue;
      said[name] = losses[name];
      notices.warn(`${losses[name]} ${TEXTS[name]}`);
    }
  };
}
