import { describe, expect, it } from 'vitest';
import { countingIds, sampleAttempt } from '../testing/samples.ts';
import { IncidentTracker } from './incident-tracker.ts';

const HOUR_MS = 3_600_000;

function tracker(): IncidentTracker {
  return new IncidentTracker({ windowMs: 24 * HOUR_MS, openLimit: 100 }, countingIds());
}

describe('incidents', () => {
  it('leaves alone what was blocked, refused by the service, or minor', () => {
    const quiet = [
      sampleAttempt({ id: 'a', outcome: 'blocked', severity: 'critical' }),
      sampleAttempt({ id: 'b', outcome: 'no-effect' }),
      sampleAttempt({ id: 'c', severity: 'medium' }),
      sampleAttempt({ id: 'd', origin: 'own-test' }),
    ];
    expect(quiet.flatMap((attempt) => tracker().accept([attempt]))).toEqual([]);
  });

  it('proposes what was not stopped, never confirmed', () => {
    expect(tracker().accept([sampleAttempt()])).toMatchObject([
      {
        state: 'new',
        severity: 'high',
        title: 'Intrusion Attempts against portal',
        attemptIds: ['attempt-1'],
      },
    ]);
  });

  it('joins attempts of one actor and says why', () => {
    const tracking = tracker();
    tracking.accept([sampleAttempt({ id: 'a' })]);
    const [incident] = tracking.accept([
      sampleAttempt({ id: 'b', service: 'taxes', rsit: 'intrusions', severity: 'low' }),
    ]);
    expect(incident).toMatchObject({
      attemptIds: ['a', 'b'],
      links: ['Intrusions against taxes: same address 203.0.113.9'],
      title: 'Intrusion Attempts, Intrusions against portal and 1 more',
    });
  });

  it('does not join different addresses because they hit the same service', () => {
    const tracking = tracker();
    const [first] = tracking.accept([sampleAttempt({ id: 'a' })]);
    const [second] = tracking.accept([
      sampleAttempt({ id: 'b', actor: { kind: 'address', value: '203.0.113.10' } }),
    ]);
    expect(second?.id).not.toBe(first?.id);
  });

  it('joins what happens on one machine', () => {
    const tracking = tracker();
    const machine = { actor: { kind: 'host', value: 'sharepoint-01' }, service: 'sharepoint-01' } as const;
    tracking.accept([sampleAttempt({ id: 'a', ...machine })]);
    const account = { actor: { kind: 'account', value: 'svc' }, service: 'sharepoint-01' } as const;
    expect(tracking.accept([sampleAttempt({ id: 'b', ...account })])).toMatchObject([
      { attemptIds: ['a', 'b'] },
    ]);
  });

  it('says what a bound made it let go of', () => {
    const tracking = new IncidentTracker({ windowMs: 24 * HOUR_MS, openLimit: 1 }, countingIds());
    for (const last of [1, 2, 3]) {
      tracking.accept([
        sampleAttempt({ id: `a${last}`, actor: { kind: 'address', value: `203.0.113.${last}` } }),
      ]);
    }
    for (let at = 0; at < 501; at += 1) {
      tracking.accept([sampleAttempt({ id: `b${at}`, actor: { kind: 'address', value: '203.0.113.3' } })]);
    }
    expect(tracking.losses).toEqual({ incidentsLetGo: 2, attemptsLeftOut: 2 });
  });

  it('begins anew outside the window', () => {
    const tracking = tracker();
    const [first] = tracking.accept([sampleAttempt({ id: 'a', lastMs: 0 })]);
    const [second] = tracking.accept([sampleAttempt({ id: 'b', lastMs: 25 * HOUR_MS })]);
    expect(second?.id).not.toBe(first?.id);
  });
});
