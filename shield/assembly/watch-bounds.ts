import type { BoundLosses } from '../correlate/correlator.ts';
import type { Notices } from './notices.ts';

const TEXTS = {
  closedEarly:
    'attempts were closed before their quiet time, because too many were open: they may be counted twice',
  incidentsLetGo: 'incidents are no longer added to, because too many were open; they stay in the store',
  attemptsLeftOut:
    'attempts were left out of their incident, because it holds too many; they stay in the store',
} as const satisfies Record<keyof BoundLosses, string>;

/** Says when a bound of correlation was reached, once each time that the number has grown to ten times the last said. */
export function watchBounds(notices: Notices): (losses: BoundLosses) => void {
  const said: Record<keyof BoundLosses, number> = { closedEarly: 0, incidentsLetGo: 0, attemptsLeftOut: 0 };
  return (losses) => {
    for (const name of Object.keys(TEXTS) as (keyof BoundLosses)[]) {
      if (losses[name] === 0 || losses[name] < said[name] * 10) continue;
      said[name] = losses[name];
      notices.warn(`${losses[name]} ${TEXTS[name]}`);
    }
  };
}
