import { expect, it } from 'vitest';
import { sampleAttempt, sampleBatch, sampleEvent, sampleIncident, sampleSignal } from '../store-samples.ts';
import { type Fresh, hour, T0 } from './under-test.ts';

/** What the funnel counts, and what it leaves out. */
export function describeCounts(fresh: () => Fresh): void {
  it('counts nothing in an empty range', async () => {
    expect(await fresh().store.funnel(hour(0))).toEqual({
      events: 0,
      signals: 0,
      attempts: 0,
      scannerAttempts: 0,
      ownTestAttempts: 0,
      incidents: 0,
      blockedAttempts: 0,
    });
  });

  it('counts each id once, with its latest values, scanners and own tests apart', async () => {
    const { store } = fresh();
    const range = hour(1);
    const at = range.sinceMs;
    const batch = sampleBatch({
      events: [sampleEvent({ id: 'c-e1', timeMs: at }), sampleEvent({ id: 'c-e2', timeMs: at + 1 })],
      signals: [sampleSignal({ id: 'c-s1', eventId: 'c-e1', timeMs: at })],
      attempts: [
        sampleAttempt({ id: 'c-a1', lastMs: at }),
        sampleAttempt({ id: 'c-a1', lastMs: at + 5, outcome: 'blocked' }),
        sampleAttempt({ id: 'c-a2', lastMs: at, origin: 'known-scanner', outcome: 'blocked' }),
        sampleAttempt({ id: 'c-a3', lastMs: at, origin: 'own-test' }),
        sampleAttempt({ id: 'c-a4', lastMs: at }),
      ],
      incidents: [sampleIncident({ id: 'c-i1', lastMs: at })],
    });
    await store.append(batch);
    await store.append(batch);
    await store.append(sampleBatch({ attempts: [sampleAttempt({ id: 'c-a4', lastMs: range.untilMs })] }));
    expect(await store.funnel(range)).toEqual({
      events: 2,
      signals: 1,
      attempts: 1,
      scannerAttempts: 1,
      ownTestAttempts: 1,
      incidents: 1,
      blockedAttempts: 1,
    });
  });

  it('takes the start of a range in and leaves its end out', async () => {
    const { store } = fresh();
    const { sinceMs, untilMs } = hour(2);
    const events = [sinceMs - 1, sinceMs, untilMs - 1, untilMs].map((timeMs) =>
      sampleEvent({ id: `r-${timeMs}`, timeMs }),
    );
    await store.append(sampleBatch({ events }));
    expect((await store.funnel({ sinceMs, untilMs })).events).toBe(2);
  });
}

/** The funnel over steps of time, and at the ends of time. */
export function describeSeries(fresh: () => Fresh): void {
  it('gives a series whose steps, empty ones included, sum to the funnel', async () => {
    const { store } = fresh();
    const range = hour(4);
    const events = [0, 1, 600_000, 3_599_999].map((offset) =>
      sampleEvent({ id: `s-${offset}`, timeMs: range.sinceMs + offset }),
    );
    await store.append(sampleBatch({ events }));
    const series = await store.funnelSeries(range, 700_000);
    expect(series.map(({ startMs, events }) => [startMs - range.sinceMs, events])).toEqual([
      [0, 3],
      [700_000, 0],
      [1_400_000, 0],
      [2_100_000, 0],
      [2_800_000, 0],
      [3_500_000, 1],
    ]);
    await expect(store.funnelSeries(range, 0)).rejects.toMatchObject({ code: 'rejected' });
    await expect(store.funnelSeries({ sinceMs: 0, untilMs: T0 }, 1)).rejects.toMatchObject({
      code: 'rejected',
    });
  });

  it('takes times that no clock shows, and ranges that no calendar has', async () => {
    const { store } = fresh();
    const odd = [-8.64e15, -1, 0, 4.2e12, 8.64e15, 1e300, Number.NaN, 1.75];
    await store.append(
      sampleBatch({ events: odd.map((timeMs, index) => sampleEvent({ id: `odd-${index}`, timeMs })) }),
    );
    expect((await store.event('odd-0'))?.event.timeMs).toBe(-4.5e15);
    expect((await store.event('odd-6'))?.event.timeMs).toBe(0);
    expect((await store.event('odd-7'))?.event.timeMs).toBe(1);
    const all = await store.funnel({ sinceMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY });
    expect(all.events).toBe((await store.health()).rows.events - 2); // the end of a range is left out
  });
}
