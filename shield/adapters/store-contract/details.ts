import { expect, it } from 'vitest';
import {
  sampleAttempt,
  sampleBatch,
  sampleEvent,
  sampleIncident,
  sampleReceipt,
  sampleSignal,
} from '../store-samples.ts';
import { type Fresh, hour } from './under-test.ts';

/** Events with what was found in them, and incidents. */
export function describeDetails(fresh: () => Fresh): void {
  const range = hour(20);
  const events = [0, 1, 2].map((index) => sampleEvent({ id: `d-e${index}`, timeMs: range.sinceMs + index }));
  const signal = sampleSignal({ id: 'd-s1', eventId: 'd-e1' });
  const receipt = sampleReceipt({ id: 'd-r1', eventId: 'd-e1', reference: 'REF-D1' });

  it('leads from an attempt to its events, newest first, with signals and receipts', async () => {
    const { store } = fresh();
    const attempt = sampleAttempt({ id: 'd-a', lastMs: range.sinceMs, eventIds: ['d-e0', 'd-e1', 'gone'] });
    await store.append(sampleBatch({ events, signals: [signal], receipts: [receipt], attempts: [attempt] }));
    const details = await store.attemptEvents('d-a', 10);
    expect(details).toEqual([
      { event: events[1], signals: [signal], receipts: [receipt] },
      { event: events[0], signals: [], receipts: [] },
    ]);
    expect(await store.attemptEvents('d-a', 1)).toHaveLength(1);
    expect(await store.attemptEvents('nowhere', 10)).toEqual([]);
  });

  it('leads from an event id and from a reference number to the same detail', async () => {
    const { store } = fresh();
    const detail = await store.event('d-e1');
    expect(detail).toEqual({ event: events[1], signals: [signal], receipts: [receipt] });
    expect(await store.byReference('REF-D1')).toEqual(detail);
    expect(await store.event('nowhere')).toBeNull();
    expect(await store.byReference("' OR ''='")).toBeNull();
  });

  it('gives back incidents whole, latest first', async () => {
    const { store } = fresh();
    const incidents = [0, 1].map((index) =>
      sampleIncident({ id: `d-i${index}`, lastMs: range.sinceMs + index, actors: [] }),
    );
    await store.append(sampleBatch({ incidents }));
    const confirmed = {
      ...sampleIncident({ id: 'd-i0', lastMs: range.sinceMs }),
      state: 'confirmed' as const,
    };
    await store.append(sampleBatch({ incidents: [confirmed] }));
    expect(await store.incidents(range, 10)).toEqual([incidents[1], confirmed]);
    expect(await store.incidents(range, 1)).toEqual([incidents[1]]);
    expect(await store.incident(confirmed.id)).toEqual(confirmed);
    expect(await store.incident("no' such")).toBeNull();
  });
}
