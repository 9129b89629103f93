import { expect, it } from 'vitest';
import { HOSTILE_TEXTS, sampleAttempt, sampleBatch, sampleEvent, sampleSignal } from '../store-samples.ts';
import { type Fresh, HOUR_MS, hour, T0 } from './under-test.ts';

/** Writing while reading, and starting again. */
export function describeLife(fresh: () => Fresh): void {
  it('answers while it writes', async () => {
    const { store } = fresh();
    const range = hour(50);
    const writes = Array.from({ length: 10 }, (_, batch) =>
      store.append(
        sampleBatch({
          events: Array.from({ length: 200 }, (_, row) =>
            sampleEvent({ id: `w-${batch}-${row}`, timeMs: range.sinceMs + row }),
          ),
        }),
      ),
    );
    const counts = await Promise.all(Array.from({ length: 10 }, () => store.funnel(range)));
    await Promise.all(writes);
    for (const { events } of counts) expect(events % 200).toBe(0);
    expect((await store.funnel(range)).events).toBe(2_000);
  });

  it('takes an empty batch', async () => {
    await expect(fresh().store.append(sampleBatch({}))).resolves.toBeUndefined();
  });

  it('keeps everything over a restart, and a later value stays the later one when the clock went back', async () => {
    const { store, under, reopen } = fresh();
    const range = hour(60);
    under.setNowMs(T0 + HOUR_MS);
    await store.append(sampleBatch({ attempts: [sampleAttempt({ id: 'life', lastMs: range.sinceMs })] }));
    under.setNowMs(T0 - HOUR_MS);
    const again = await reopen();
    await expect(store.funnel(range)).rejects.toMatchObject({ code: 'closed' });
    const closed = sampleAttempt({ id: 'life', lastMs: range.sinceMs, state: 'closed' });
    await again.append(sampleBatch({ attempts: [closed] }));
    expect(await again.attempt('life')).toEqual(closed);
    under.setNowMs(T0);
  });
}

/** What the store says of itself, and what it lets go of; the last cases, as they empty the store. */
export function describeUpkeep(fresh: () => Fresh): void {
  it('says how it is', async () => {
    const health = await fresh().store.health();
    expect(health.version).toMatch(/^\d+\.\d+/);
    expect(health.bytesOnDisk).toBeGreaterThan(0);
    expect(health.rows.events).toBeGreaterThan(2_000);
    expect(health.rows.decisions).toBe(HOSTILE_TEXTS.length);
  });

  it('drops what is older than its retention, and only that', async () => {
    const { store, under } = fresh();
    const day = 24 * HOUR_MS;
    const nowMs = Date.now();
    await store.setRetention({ eventsMs: 2 * day, signalsMs: 10 * day, attemptsMs: 20 * day });
    under.setNowMs(nowMs);
    await store.append(
      sampleBatch({
        events: [sampleEvent({ id: 'new-e' })],
        signals: [sampleSignal({ id: 'new-s', eventId: 'new-e' })],
        attempts: [sampleAttempt({ id: 'new-a' })],
      }),
    );
    await store.dropExpired(nowMs + 2 * day);
    expect(await store.event('new-e')).not.toBeNull();
    await store.dropExpired(nowMs + 2 * day + 1);
    expect(await store.event('new-e')).toBeNull();
    const { rows } = await store.health();
    expect(rows).toMatchObject({ events: 0, signals: 1 });
    await store.dropExpired(nowMs + 21 * day);
    expect((await store.health()).rows).toEqual({
      events: 0,
      signals: 0,
      attempts: 0,
      incidents: 0,
      decisions: 0,
      receipts: 0,
    });
    await expect(store.setRetention({ eventsMs: 0, signalsMs: 1, attemptsMs: 1 })).rejects.toMatchObject({
      code: 'rejected',
    });
  });
}
