import { type CorrelationLosses, type Observation, SigmaCorrelator } from '@dejfa/sigma';
import type { HuntHit } from '../../report/hunt-findings.ts';
import type { EventPlace, RuleFacts } from './task.ts';

/** Correlation rules of a hunt. */
export interface Correlation {
  /** Takes an event that rules matched which correlations refer to. */
  observe(observation: Observation<EventPlace>): readonly HuntHit[];
  /** Everything was read. */
  finish(): readonly HuntHit[];
  /** Events that could not be counted because there was no room to hold them. */
  losses(): CorrelationLosses;
}

/** Some hundred megabytes when they are reached: a hunt holds what a stream has long judged. */
const LIMITS = { latenessMs: null, waitingEvents: 1_000_000, heldEvents: 500_000 } as const;

type Hits = ReturnType<SigmaCorrelator<EventPlace>['finish']>;

/** Files come in any order of time: events wait for the end, as far as there is room for them. */
export function correlate(facts: RuleFacts): Correlation {
  const correlator = new SigmaCorrelator<EventPlace>(facts, LIMITS);
  return {
    observe: (observation) => hitsOf(correlator.accept(observation)),
    finish: () => hitsOf(correlator.finish()),
    losses: () => correlator.losses(),
  };
}

/** A correlation stands where its last event does; what it groups by is what matched. */
function hitsOf(hits: Hits): readonly HuntHit[] {
  return hits.map(({ rule, timeMs, firstMs, group, count, events }) => {
    const last = events.at(-1);
    const hosts = new Set(events.map(({ host }) => host));
    return {
      ruleId: rule.id,
      title: rule.title,
      level: rule.level,
      techniques: rule.techniques,
      file: last?.file ?? '',
      member: last?.member ?? null,
      record: last?.record ?? 0,
      timeMs,
      host: hosts.size === 1 ? (last?.host ?? null) : null,
      parts: group,
      correlated: {
        firstMs,
        count,
        records: events.map(({ file, member, record }) => ({ file, member, record })),
      },
    };
  });
}
