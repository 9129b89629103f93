import { loadMappings, loadSigma } from '@dejfa/sigma';
import { describe, expect, it } from 'vitest';
import type { Event } from '../model/index.ts';
import { countingIds, sampleEvent } from '../testing/samples.ts';
import { LogDetector } from './log-detector.ts';

const RULES = `title: Failed login
name: failed
id: 00000000-0000-4000-8000-000000000001
level: low
logsource: { service: auth }
detection:
  selection: { outcome: failed }
  condition: selection
---
title: Many failed logins
id: 00000000-0000-4000-8000-000000000002
level: high
tags: [attack.t1110]
correlation:
  type: event_count
  rules: [failed]
  group-by: [user]
  timespan: 1m
  condition: { gte: 3 }
`;

function detector(rules = RULES): LogDetector {
  const { engine, correlations, onlyCorrelated } = loadSigma([{ path: 'r.yml', text: rules }]);
  const packOf = () => 'pack 1';
  const { mappings } = loadMappings([]);
  return new LogDetector(
    { engine, mappings, packOf, correlations: { correlations, onlyCorrelated } },
    countingIds(),
  );
}

function failed(second: number, user: string): Event {
  const timeMs = 1_000_000 + second * 1000;
  const id = `event-${second}`;
  const logsource = { service: 'auth' };
  return sampleEvent({
    id,
    timeMs,
    receivedMs: timeMs,
    source: 'auth',
    logsource,
    fields: { user, outcome: 'failed' },
  });
}

describe('correlation rules in the stream', () => {
  it('make a signal with the contributing events, and their single rules make none', () => {
    const shield = detector();
    for (const second of [0, 10, 20]) expect(shield.evaluate(failed(second, 'ann'))).toEqual([]);
    expect(shield.evaluate(failed(21, 'bob'))).toEqual([]);
    expect(shield.takeCorrelated(null)).toEqual([]);
    const [found, ...more] = shield.takeCorrelated(1_000_000 + 40_000);
    expect(more).toEqual([]);
    expect(found?.event.id).toBe('event-20');
    expect(found?.signals).toMatchObject([
      {
        eventId: 'event-20',
        rule: { engine: 'sigma', id: '00000000-0000-4000-8000-000000000002', pack: 'pack 1' },
        severity: 'high',
        techniques: ['T1110'],
        parts: [
          { target: 'user', value: 'ann' },
          { target: 'correlated', value: '3 in 20 s, measured 3' },
          { target: 'correlated.event', value: 'event-0' },
          { target: 'correlated.event', value: 'event-10' },
          { target: 'correlated.event', value: 'event-20' },
        ],
      },
    ]);
    expect(shield.takeCorrelated(1_000_000 + 90_000)).toEqual([]);
  });

  it('leave single rules their signals where generate says so', () => {
    const shield = detector(RULES.replace('  type:', '  generate: true\n  type:'));
    expect(shield.evaluate(failed(0, 'ann')).map(({ rule }) => rule.title)).toEqual(['Failed login']);
  });

  it('are not led astray by a clock that runs ahead', () => {
    const shield = detector();
    shield.evaluate({ ...failed(0, 'ann'), timeMs: 4_000_000_000_000 });
    for (const second of [10, 20]) shield.evaluate(failed(second, 'ann'));
    expect(shield.takeCorrelated(1_000_000 + 60_000)).toHaveLength(1);
    expect(shield.losses()).toEqual({ late: 0, letGo: 0 });
  });
});
