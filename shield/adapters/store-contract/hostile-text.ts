import { expect, it } from 'vitest';
import {
  HOSTILE_TEXTS,
  sampleAttempt,
  sampleBatch,
  sampleDecision,
  sampleEvent,
  sampleIncident,
  sampleReceipt,
  sampleSignal,
} from '../store-samples.ts';
import { type Fresh, hour } from './under-test.ts';

/** Text that would break a query that was put together of strings. */
export function describeHostileText(fresh: () => Fresh): void {
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
