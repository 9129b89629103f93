import { describe, expect, it } from 'vitest';
import { countingIds, sampleAttempt, sampleEvent, sampleReceipt } from '../testing/samples.ts';
import { createGuardRails } from './guard-rails.ts';
import { RepeatOffender } from './repeat-offender.ts';

const POLICY = { blockedRequests: 3, withinMs: 600_000, blockMs: 3_600_000 };

function policy(never: readonly string[] = []): RepeatOffender {
  const rails = createGuardRails({
    never,
    trustedProxies: ['10.0.0.1'],
    allow: new Map([['portal', ['198.51.100.0/24']]]),
  });
  return new RepeatOffender(POLICY, rails, countingIds());
}

const blocked = (timeMs: number, decisionId: string | null = null) =>
  sampleReceipt(sampleEvent({ timeMs }), { timeMs, decisionId });

describe('the repeat offender policy', () => {
  it('blocks a source at the third blocked request, with reason, owner and expiry', () => {
    const offender = policy();
    const outcomes = [0, 1_000, 2_000].map((timeMs) =>
      offender.accept({ attempt: sampleAttempt(), receipt: blocked(timeMs) }),
    );
    expect(outcomes.slice(0, 2).map(({ decision }) => decision)).toEqual([null, null]);
    expect(outcomes[2]?.decision).toMatchObject({
      scope: { kind: 'address', value: '203.0.113.9' },
      owner: 'policy:repeat-offender',
      reason: '3 requests blocked within 10 min (Intrusion Attempts: SQL Injection)',
      createdMs: 2_000,
      expiresMs: 3_602_000,
      attemptId: 'attempt-1',
    });
  });

  it.each([
    ['requests too far apart', () => [0, 600_001, 1_200_002].map((time) => blocked(time))],
    ['requests that a decision stopped', () => [0, 1, 2].map((time) => blocked(time, 'decision-1'))],
  ])('does not count %s', (_, receipts) => {
    const offender = policy();
    const decisions = receipts().map(
      (receipt) => offender.accept({ attempt: sampleAttempt(), receipt }).decision,
    );
    expect(decisions).toEqual([null, null, null]);
  });

  it('blocks for every service a source whose requests name none, unless any service allows it', () => {
    const nameless = (timeMs: number) => ({ ...blocked(timeMs), service: null });
    const decide = (address: string) => {
      const offender = policy();
      const attempt = sampleAttempt({ actor: { kind: 'address', value: address }, service: 'gateway' });
      return [0, 1, 2].map((time) => offender.accept({ attempt, receipt: nameless(time) })).at(-1);
    };
    expect(decide('203.0.113.9')?.decision).toMatchObject({ service: null });
    expect(decide('198.51.100.7')?.heldBack).toBe('198.51.100.7 is in the allow list of portal');
  });

  it('leaves own tests and known scanners alone', () => {
    const offender = policy();
    const attempt = sampleAttempt({ origin: 'own-test' });
    expect([0, 1, 2].map((time) => offender.accept({ attempt, receipt: blocked(time) }).decision)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it.each([
    ['203.0.113.9', '203.0.113.9 is in defuse.never'],
    ['10.0.0.1', '10.0.0.1 is a trusted proxy'],
    ['198.51.100.7', '198.51.100.7 is in the allow list of portal'],
  ])('is held back for %s', (address, reason) => {
    const offender = policy(['203.0.113.9']);
    const attempt = sampleAttempt({ actor: { kind: 'address', value: address } });
    const outcomes = [0, 1, 2].map((time) => offender.accept({ attempt, receipt: blocked(time) }));
    expect(outcomes[2]).toEqual({ decision: null, heldBack: reason });
  });
});
