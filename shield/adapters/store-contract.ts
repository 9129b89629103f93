import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEVERITIES } from '../model/index.ts';
import type { EventStore } from '../ports/index.ts';
import {
  HOSTILE_TEXTS,
  sampleAttempt,
  sampleBatch,
  sampleDecision,
  sampleEvent,
  sampleIncident,
  sampleReceipt,
  sampleSignal,
} from './store-samples.ts';

/** A store under test, with a clock that the test sets. */
export interface StoreUnderTest {
  readonly store: EventStore;
  setNowMs(nowMs: number): void;
  /** Closes the store and opens it again on the same data. */
  reopen(): Promise<EventStore>;
  remove(): Promise<void>;
}

export interface ContractOptions {
  readonly name: string;
  open(): Promise<StoreUnderTest>;
  /** Why the suite cannot run here; absent where it can. */
  readonly skip?: string;
}

const T0 = 1_790_000_000_000;
const HOUR_MS = 3_600_000;
const RANGE = { sinceMs: T0, untilMs: T0 + HOUR_MS };

/** The contract of EventStore. Every implementation runs it whole. */
export function describeEventStore(options: ContractOptions): void {
  const title = options.skip === undefined ? options.name : `${options.name} (skipped: ${options.skip})`;
  describe.skipIf(options.skip !== undefined)(`${title} keeps the contract of EventStore`, () => {
    let under: StoreUnderTest;
    let store: EventStore;
    beforeAll(async () => {
      under = await options.open();
      store = under.store;
      under.setNowMs(T0);
    }, 60_000);
    afterAll(() => under?.remove(), 60_000);
    const fresh = () => ({ under, store, reopen: async () => (store = await under.reopen()) });
    describeCounts(fresh);
    describeAttempts(fresh);
    describeDetails(fresh);
    describeHostileText(fresh);
    describeLife(fresh);
  });
}

interface Fresh {
  readonly under: StoreUnderTest;
  readonly store: EventStore;
  reopen(): Promise<EventStore>;
}

/** Times of their own keep the cases apart: the store is shared, as it is in life. */
function hour(number: number) {
  const sinceMs = T0 + number * HOUR_MS;
  return { sinceMs, untilMs: sinceMs + HOUR_MS };
}

function describeCounts(fresh: () => Fresh): void {
  it('counts nothing in an empty range', async () => {
    expect(await fresh().store.funnel(RANGE)).toEqual({
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

function describeAttempts(fresh: () => Fresh): void {
  const range = hour(10);
  const many = SEVERITIES.map((severity, index) =>
    sampleAttempt({
      id: `f-${index}`,
      lastMs: range.sinceMs + (index >> 1),
      severity,
      service: index % 2 === 0 ? 'portal' : 'mail',
      rsit: index < 3 ? 'intrusion-attempts' : 'information-gathering',
      outcome: index === 4 ? 'blocked' : 'unknown',
      origin: index === 0 ? 'known-scanner' : 'unknown',
      actor: { kind: 'address', value: `198.51.100.${index}` },
      rules: [{ id: `94210${index}`, title: `Rule ÄÖ ${severity}`, count: index }],
      techniques: [`T10${index}0.001`],
    }),
  );

  it('filters attempts, latest first', async () => {
    const { store } = fresh();
    await store.append(sampleBatch({ attempts: many }));
    const ids = async (filter: object) =>
      (await store.attempts({ ...range, limit: 100, ...filter })).map(({ id }) => id);
    expect(await ids({})).toEqual(['f-4', 'f-3', 'f-2', 'f-1', 'f-0']);
    expect(await ids({ service: 'mail' })).toEqual(['f-3', 'f-1']);
    expect(await ids({ rsit: 'information-gathering' })).toEqual(['f-4', 'f-3']);
    expect(await ids({ outcome: 'blocked' })).toEqual(['f-4']);
    expect(await ids({ origin: 'known-scanner' })).toEqual(['f-0']);
    expect(await ids({ minSeverity: 'high' })).toEqual(['f-4', 'f-3']);
    expect(await ids({ text: '100.3' })).toEqual(['f-3']);
    expect(await ids({ text: 'RULE äö MED' })).toEqual(['f-2']);
    expect(await ids({ text: '942101' })).toEqual(['f-1']);
    expect(await ids({ text: 't1040.' })).toEqual(['f-4']);
    expect(await ids({ text: "%' OR 1=1 --" })).toEqual([]);
    expect(await ids({ service: 'mail', minSeverity: 'high', text: 'rule' })).toEqual(['f-3']);
    expect(await ids({ limit: 0 })).toEqual([]);
  });

  it('pages through attempts with none missing and none twice', async () => {
    const { store } = fresh();
    const seen: string[] = [];
    for (let page = await store.attempts({ ...range, limit: 2 }); page.length > 0; ) {
      seen.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (last === undefined) break;
      page = await store.attempts({ ...range, limit: 2, before: { lastMs: last.lastMs, id: last.id } });
    }
    expect(seen).toEqual(['f-4', 'f-3', 'f-2', 'f-1', 'f-0']);
  });

  it('gives back an attempt whole, and null for one that is not there', async () => {
    const { store } = fresh();
    expect(await store.attempt('f-3')).toEqual(many[3]);
    expect(await store.attempt('nowhere')).toBeNull();
  });

  it('refuses an overlong text with words', async () => {
    const { store } = fresh();
    const asked = store.attempts({ ...range, limit: 1, text: 'x'.repeat(1_000_000) });
    await expect(asked).rejects.toMatchObject({
      code: 'rejected',
      message: 'the search text has 1000000 characters; a query takes at most 4096. Shorten it.',
    });
  });
}

function describeDetails(fresh: () => Fresh): void {
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

function describeHostileText(fresh: () => Fresh): void {
  it.each(HOSTILE_TEXTS)('carries %s through every column and parameter unchanged', async (name, text) => {
    const { store } = fresh();
    const range = hour(30 + HOSTILE_TEXTS.findIndex(([each]) => each === name));
    const id = `h-${text}`;
    const event = sampleEvent({
      id,
      timeMs: range.sinceMs,
      source: text,
      host: text,
      service: text,
      actor: { kind: 'account', value: text },
      logsource: { product: text, service: text },
      fields: { [text]: text, deep: [{ [text]: [text] }] },
      raw: text,
    });
    const signal = sampleSignal({ id, eventId: id, message: text, parts: [{ target: text, value: text }] });
    const receipt = sampleReceipt({ id, eventId: id, reference: `ref-${text}` });
    const attempt = sampleAttempt({
      id,
      lastMs: range.sinceMs,
      service: text,
      actor: { kind: 'account', value: text },
      rules: [{ id: text, title: text, count: 1 }],
      techniques: [text],
      eventIds: [id, text],
    });
    const incident = sampleIncident({ id, lastMs: range.sinceMs, title: text, links: [text, text] });
    const decision = sampleDecision({ id, reason: text });
    await store.append({
      events: [event],
      signals: [signal],
      receipts: [receipt],
      attempts: [attempt],
      incidents: [incident],
      decisions: [decision],
    });
    const detail = { event, signals: [signal], receipts: [receipt] };
    expect(await store.event(id)).toEqual(detail);
    expect(await store.byReference(`ref-${text}`)).toEqual(detail);
    expect(await store.attempt(id)).toEqual(attempt);
    expect(await store.attemptEvents(id, 5)).toEqual([detail]);
    expect(await store.attempts({ ...range, limit: 5, service: text, text })).toEqual([attempt]);
    expect(await store.incidents(range, 5)).toEqual([incident]);
  });

  it('carries values of a megabyte', async () => {
    const { store } = fresh();
    const long = `${"'\\\0😀"}${'x'.repeat(1_000_000)}`;
    const event = sampleEvent({ id: 'long', raw: long, fields: { long } });
    await store.append(sampleBatch({ events: [event] }));
    expect((await store.event('long'))?.event).toEqual(event);
  });
}

function describeLife(fresh: () => Fresh): void {
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
