import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, startApi } from '../testing/api-harness.ts';
import { MemoryBus } from '../testing/memory-bus.ts';
import { NOW_MS, sampleAttempt, sampleEvent, sampleIncident } from '../testing/samples.ts';
import { call, signIn } from '../testing/signed-in.ts';
import { ReplayRing } from './replay-ring.ts';
import { StreamHub } from './stream-hub.ts';

describe('replay ring', () => {
  const ring = () => new ReplayRing('epoch-1', { events: 3, bytes: 100 });

  it('gives what came after an identifier', () => {
    const kept = ring();
    expect(kept.after(kept.latestId)).toEqual([]);
    for (const name of ['a', 'b', 'c']) kept.add((id) => `${name}@${id}`);
    expect(kept.after('epoch-1-1')).toEqual(['b@epoch-1-2', 'c@epoch-1-3']);
    expect(kept.after('epoch-1-0')).toHaveLength(3);
  });

  it.each([
    ['another start', 'epoch-2-3'],
    ['the future', 'epoch-1-99'],
    ['no number', 'epoch-1-x'],
    ['no hyphen', 'x'],
    ['nothing', ''],
  ])('gives null for %s', (_, id) => {
    const kept = ring();
    kept.add((given) => given);
    expect(kept.after(id)).toBeNull();
  });

  it('forgets the oldest past the number of events, and past the bytes', () => {
    const kept = ring();
    for (let at = 0; at < 5; at += 1) kept.add(String);
    expect(kept.after('epoch-1-1')).toBeNull();
    expect(kept.after('epoch-1-2')).toHaveLength(3);
    kept.add(() => 'x'.repeat(90));
    kept.add(() => 'y'.repeat(90));
    expect(kept.after('epoch-1-5')).toBeNull();
    expect(kept.after('epoch-1-6')).toEqual(['y'.repeat(90)]);
    kept.add(() => 'z'.repeat(200));
    expect(kept.after('epoch-1-7')).toBeNull();
    expect(kept.after('epoch-1-8')).toEqual([]);
  });
});

describe('hub', () => {
  function startHub() {
    const bus = new MemoryBus();
    const clock = { now: NOW_MS, nowMs: () => clock.now };
    const sessions = new Set(['session']);
    const hub = new StreamHub({ bus, clock, epoch: 'e', isSession: (hash) => sessions.has(hash) });
    hub.start();
    return { bus, clock, sessions, hub };
  }

  it('sends only the latest state of an attempt that changed often', async () => {
    const { bus, hub } = startHub();
    const client = hub.join('session', null);
    for (const signalCount of [1, 2, 3]) bus.publish('attempt', [sampleAttempt({ id: 'a', signalCount })]);
    hub.flush();
    hub.stop();
    const text = await new Response(client?.body).text();
    expect(text.match(/event: attempt/g)).toHaveLength(1);
    expect(text).toContain('"signalCount":3');
  });

  it('cuts off a reader that does not read, and keeps serving the others', async () => {
    const { bus, hub } = startHub();
    const slow = hub.join('session', null);
    const title = 'x'.repeat(600_000);
    bus.publish('incident', [sampleIncident({ id: 'i1', title })]);
    bus.publish('incident', [sampleIncident({ id: 'i2', title })]);
    const late = hub.join('session', null);
    bus.publish('incident', [sampleIncident({ id: 'i3' })]);
    hub.stop();
    const slowText = await new Response(slow?.body).text();
    expect(slowText).toContain('"id":"i1"');
    expect(slowText).not.toContain('"id":"i2"');
    expect(await new Response(late?.body).text()).toContain('"id":"i3"');
  });

  it('closes the streams of a session that has ended, at the next heartbeat', async () => {
    const { clock, sessions, hub } = startHub();
    hub.flush();
    const client = hub.join('session', null);
    sessions.clear();
    clock.now += 15_000;
    hub.flush();
    expect(await new Response(client?.body).text()).not.toContain('heartbeat');
    hub.stop();
  });

  it('takes 32 readers and no more, and a place is free again when one leaves', async () => {
    const { hub } = startHub();
    const clients = Array.from({ length: 32 }, () => hub.join('session', null));
    expect(clients).not.toContain(null);
    expect(hub.join('session', null)).toBeNull();
    await clients[0]?.body.cancel();
    expect(hub.join('session', null)).not.toBeNull();
    hub.stop();
  });
});

describe('over HTTP', () => {
  let harness: ApiHarness;
  beforeEach(async () => {
    harness = await startApi();
  });
  afterEach(() => harness.api.close());

  it('sends attempts as they come and goes on after a lost connection', async () => {
    const cookie = signIn(harness);
    const first = await listen(harness, cookie);
    await first.until('event: hello');
    harness.bus.publish('event', [sampleEvent({ id: 'e1' }), sampleEvent({ id: 'e2' })]);
    harness.bus.publish('attempt', [sampleAttempt({ id: 'a1' })]);
    harness.clock.now += 1_000;
    await first.until('"id":"a1"');
    await first.until('"events":2');
    const lastId = /id: (\S+)\nevent: attempt/.exec(first.text())?.[1] ?? '';
    first.leave();
    harness.bus.publish('incident', [sampleIncident({ id: 'i1' })]);
    const second = await listen(harness, cookie, lastId);
    await second.until('"id":"i1"');
    expect(second.text()).not.toContain('"id":"a1"');
    second.leave();
    const third = await listen(harness, cookie, 'other-start-7');
    await third.until('event: reset');
    third.leave();
  });

  it('ends with the session and with the shield', async () => {
    const cookie = signIn(harness);
    const stream = await listen(harness, cookie);
    await stream.until('event: hello');
    await call(harness, cookie, { method: 'POST', path: '/logout' });
    await stream.ended;
    const other = await listen(harness, signIn(harness));
    await other.until('event: hello');
    await harness.api.close();
    await other.ended;
  });
});

/** Reads a stream until told to leave. */
async function listen(harness: ApiHarness, cookie: string, lastId?: string) {
  let text = '';
  let wake = () => {};
  const headers = { cookie, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) };
  const sent = request({
    host: '127.0.0.1',
    port: harness.port,
    path: '/api/v1/stream',
    headers,
    agent: false,
  });
  sent.end();
  const ended = new Promise<void>((resolve, reject) => {
    sent.on('response', (response) => {
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        wake();
      });
      response.on('end', resolve);
      response.on('error', () => resolve());
    });
    sent.on('error', reject);
  });
  ended.catch(() => undefined);
  return {
    text: () => text,
    leave: () => sent.destroy(),
    ended,
    async until(wanted: string) {
      while (!text.includes(wanted))
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
  };
}
