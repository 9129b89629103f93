import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../model/index.ts';
import {
  countingIds,
  sampleEvent,
  sampleObservation,
  sampleReceipt,
  sampleSignal,
} from '../testing/samples.ts';
import { AttemptTracker } from './attempt-tracker.ts';
import type { CountingRule } from './counting-rule.ts';

const MINUTE_MS = 60_000;
const RULE: CountingRule = { quietTimeMs: 30 * MINUTE_MS, originOf: () => 'unknown', openLimit: 1_000 };

function tracker(changes: Partial<CountingRule> = {}): AttemptTracker {
  return new AttemptTracker({ ...RULE, ...changes }, countingIds());
}

describe('the counting rule', () => {
  it('counts signals of one actor, service and class within the quiet time as one attempt', () => {
    const counting = tracker();
    const [first] = counting.accept(sampleObservation({ id: 'e1', timeMs: 0 }));
    const [second] = counting.accept(sampleObservation({ id: 'e2', timeMs: 30 * MINUTE_MS }));
    expect(second).toMatchObject({
      id: first?.id,
      signalCount: 2,
      eventCount: 2,
      firstMs: 0,
      lastMs: 30 * MINUTE_MS,
    });
  });

  it('begins a new attempt after the quiet time', () => {
    const counting = tracker();
    const [first] = counting.accept(sampleObservation({ timeMs: 0 }));
    const [second] = counting.accept(sampleObservation({ timeMs: 30 * MINUTE_MS + 1 }));
    expect(second?.id).not.toBe(first?.id);
  });

  it.each([
    ['another actor', { actor: { kind: 'address', value: '203.0.113.10' } }],
    ['another service', { service: 'taxes' }],
  ] as const)('keeps %s apart', (_, changes) => {
    const counting = tracker();
    const [first] = counting.accept(sampleObservation());
    const [second] = counting.accept(sampleObservation(changes));
    expect(second?.id).not.toBe(first?.id);
  });

  it('keeps classes of one event apart and counts the event once in each', () => {
    const event = sampleEvent();
    const signals = [
      sampleSignal(event),
      sampleSignal(event, { id: 's2' }),
      sampleSignal(event, { id: 's3', rsit: 'information-gathering' }),
    ];
    const attempts = tracker().accept({ event, signals, receipts: [] });
    expect(attempts.map(({ rsit, signalCount, eventCount }) => ({ rsit, signalCount, eventCount }))).toEqual([
      { rsit: 'intrusion-attempts', signalCount: 2, eventCount: 1 },
      { rsit: 'information-gathering', signalCount: 1, eventCount: 1 },
    ]);
  });

  it('counts the machine where the actor is not known', () => {
    const [attempt] = tracker().accept(
      sampleObservation({ actor: null, service: null, host: 'sharepoint-01' }),
    );
    expect(attempt).toMatchObject({
      actor: { kind: 'host', value: 'sharepoint-01' },
      service: 'sharepoint-01',
    });
  });
});

describe('outcome', () => {
  it.each([
    ['blocked when every event has a receipt', [true, true], 200, 'blocked'],
    ['unknown when one event was not blocked and answered', [true, false], 200, 'unknown'],
    ['no effect when the service refused what was not blocked', [true, false], 404, 'no-effect'],
  ] as const)('is %s', (_, blocked, status, outcome) => {
    const counting = tracker();
    const seen = blocked.flatMap((one, index) =>
      counting.accept(sampleObservation({ id: `e${index}`, fields: { 'sc-status': status } }, one)),
    );
    expect(seen.at(-1)?.outcome).toBe(outcome);
  });

  it('is succeeded when a rule saw the effect, whatever else was blocked', () => {
    const counting = tracker();
    const event = sampleEvent({ id: 'e1' });
    counting.accept({ event, signals: [sampleSignal(event, { proves: 'succeeded' })], receipts: [] });
    const blocked = sampleEvent({ id: 'e2' });
    const [attempt] = counting.accept({
      event: blocked,
      signals: [sampleSignal(blocked)],
      receipts: [sampleReceipt(blocked)],
    });
    expect(attempt?.outcome).toBe('succeeded');
  });
});

describe('closing', () => {
  it('closes what was quiet by its events and by their arrival', () => {
    const counting = tracker();
    counting.accept(sampleObservation({ timeMs: 0, receivedMs: 50 * MINUTE_MS }));
    expect(counting.closeQuiet(60 * MINUTE_MS)).toEqual([]);
    expect(counting.closeQuiet(81 * MINUTE_MS)).toMatchObject([{ state: 'closed' }]);
    expect(counting.openCount).toBe(0);
  });

  it('closes the quietest early past the limit, and says how many', () => {
    const counting = tracker({ openLimit: 2 });
    const changed = ['1', '2', '3'].flatMap((last) =>
      counting.accept(sampleObservation({ actor: { kind: 'address', value: `203.0.113.${last}` } })),
    );
    expect(changed.filter(({ state }) => state === 'closed').map(({ actor }) => actor.value)).toEqual([
      '203.0.113.1',
    ]);
    expect(counting.closedEarly).toBe(1);
  });
});

it('counts every signal exactly once, in any order of arrival', () => {
  const steps = fc.array(
    fc.record({ minute: fc.integer({ min: 0, max: 300 }), actor: fc.integer({ min: 1, max: 3 }) }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (order) => {
      const counting = tracker();
      const latest = new Map<string, Attempt>();
      order.forEach(({ minute, actor }, index) => {
        const changes = {
          id: `e${index}`,
          timeMs: minute * MINUTE_MS,
          actor: { kind: 'address', value: `203.0.113.${actor}` },
        } as const;
        for (const attempt of counting.accept(sampleObservation(changes))) latest.set(attempt.id, attempt);
      });
      const total = [...latest.values()].reduce((sum, { signalCount }) => sum + signalCount, 0);
      expect(total).toBe(order.length);
    }),
  );
});
