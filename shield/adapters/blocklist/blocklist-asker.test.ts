import { createSocket } from 'node:dgram';
import { loadRules } from '@dejfa/seclang';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AnswerCache } from './answer-cache.ts';
import { BlocklistAsker } from './blocklist-asker.ts';
import { type DnsAnswer, dnsServer } from './dns-fixture.ts';

const CLIENT = '8.8.4.4';
const NAME = '4.4.8.8.bl.test';

async function askerOf(
  answers: Readonly<Record<string, DnsAnswer>>,
  more: { timeoutMs?: number; keptAnswers?: number; openQuestions?: number; server?: string } = {},
) {
  const { port, asked } = await dnsServer((name) => answers[name] ?? 'not-there');
  const warnings: string[] = [];
  const clock = { ms: 1_000_000, nowMs: () => clock.ms };
  const { server = `127.0.0.1:${port}`, timeoutMs = 500, ...bounds } = more;
  const warn = (text: string) => void warnings.push(text);
  const asker = new BlocklistAsker({ timeoutMs, servers: [server], clock, warn, ...bounds });
  onTestFinished(() => asker.close());
  const text = 'SecRule REMOTE_ADDR "@rbl bl.test" "id:1,phase:1,deny"\n';
  const resolver = { include: () => null, data: () => null, blocklists: asker };
  const { blocklists } = loadRules([{ path: 'r.conf', text }], resolver);
  return { asker, asked, warnings, clock, ask: (address = CLIENT) => asker.ask(address, blocklists) };
}

describe('an answer', () => {
  it.each<[what: string, dns: DnsAnswer, answer: string | null | undefined, counts: object]>([
    ['that lists', ['127.0.0.2'], '127.0.0.2', { listed: 1 }],
    ['that does not list', 'not-there', null, { listed: 0, unanswered: 0 }],
    ['without a record', [], null, { listed: 0, unanswered: 0 }],
    ['that is refused', 'failure', undefined, { unanswered: 1 }],
    ['that is rubbish', 'rubbish', undefined, { unanswered: 1 }],
    ['outside of 127.0.0.0/8', ['203.0.113.7'], null, { listed: 0, ignored: 1 }],
    ['inside and outside of it', ['203.0.113.7', '127.0.0.4'], '127.0.0.4', { listed: 1, ignored: 1 }],
  ])('%s', async (_, dns, answer, counts) => {
    const { asker, ask, asked, warnings } = await askerOf({ [NAME]: dns }, { timeoutMs: 300 });
    expect(asker.answer(NAME)).toBeUndefined();
    await ask();
    expect(asker.answer(NAME)).toBe(answer);
    expect(asker.answer(NAME.toUpperCase())).toBe(answer);
    expect(asker.status()).toMatchObject({ asked: 1, ...counts });
    expect(asked).toEqual([NAME]);
    expect(warnings.length).toBe(asker.status().ignored);
  });

  it('is kept: asked again when it holds no more', async () => {
    const { ask, asked, clock } = await askerOf({ [NAME]: ['127.0.0.2'] });
    await ask();
    expect(ask()).toBeNull();
    clock.ms += 59_000;
    expect(ask()).toBeNull();
    clock.ms += 3_600_000;
    await ask();
    expect(asked).toEqual([NAME, NAME]);
  });
});

it('asks nothing about addresses that belong nowhere, and once about one that comes many times', async () => {
  const { ask, asked } = await askerOf({ [NAME]: ['127.0.0.2'] });
  for (const address of [
    '10.1.2.3',
    '127.0.0.1',
    '192.0.2.1',
    '::1',
    'fe80::1',
    '2001:db8::1',
    '::ffff:10.0.0.1',
  ])
    expect(ask(address)).toBeNull();
  await Promise.all([ask(), ask(), ask()]);
  expect(asked).toEqual([NAME]);
});

describe('a list that is slow or dead', () => {
  it('holds a request no longer than the timeout; what comes later is kept', async () => {
    const { asker, ask } = await askerOf({ [NAME]: 'silent' }, { timeoutMs: 100 });
    const startMs = performance.now();
    await ask();
    expect(performance.now() - startMs).toBeLessThan(1000);
    expect(asker.answer(NAME)).toBeUndefined();
  });

  it('is not waited for again at once, and after some failures not asked for a while', async () => {
    const closed = createSocket('udp4');
    await new Promise<void>((resolve) => closed.bind(0, '127.0.0.1', resolve));
    const server = `127.0.0.1:${closed.address().port}`;
    closed.close();
    const { asker, ask, clock } = await askerOf({}, { timeoutMs: 100, server });
    for (let last = 1; last <= 5; last += 1) {
      const asked = ask(`8.8.4.${last}`);
      await asked;
      // A question may end just after the request went on without it.
      await expect.poll(() => asker.status().unanswered, { timeout: 5000 }).toBe(last);
    }
    expect(ask('8.8.4.1')).toBeNull();
    expect(ask('8.8.4.9')).toBeNull();
    expect(asker.status()).toMatchObject({ asked: 5, notAsked: 1, paused: true });
    clock.ms += 10_000;
    expect(ask('8.8.4.9')).not.toBeNull();
  });
});

it('has no more questions under way than it may', async () => {
  const { asker, ask } = await askerOf({}, { openQuestions: 2 });
  const asked = [ask('8.8.4.1'), ask('8.8.4.2'), ask('8.8.4.3')];
  expect(asked[2]).toBeNull();
  expect(asker.status()).toMatchObject({ asked: 2, notAsked: 1 });
  await Promise.all(asked);
});

it('keeps no more answers than it may, the latest', () => {
  const cache = new AnswerCache(2);
  for (const name of ['a', 'b', 'c']) cache.set(name, null, 10);
  expect([cache.size, cache.has('a', 0), cache.has('b', 0), cache.has('c', 0)]).toEqual([
    2,
    false,
    true,
    true,
  ]);
  cache.set('b', '127.0.0.2', 20);
  cache.set('d', undefined, 10);
  expect([cache.get('b', 0), cache.get('b', 20), cache.has('d', 0), cache.has('c', 0)]).toEqual([
    '127.0.0.2',
    undefined,
    true,
    false,
  ]);
});
