import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_BATCH, StoreError } from '../../ports/index.ts';
import { type ApiHarness, startApi } from './testing/api-harness.ts';
import { rawRequest } from './testing/raw-request.ts';
import { NOW_MS, sampleAttempt, sampleEvent, sampleReceipt, sampleSignal } from './testing/samples.ts';
import { call, login, signIn } from './testing/signed-in.ts';

let harness: ApiHarness;
beforeEach(async () => {
  harness = await startApi({ options: { allowedHosts: ['console.example.gov'] } });
});
afterEach(() => harness.api.close());

describe('who is asking', () => {
  it.each([
    ['GET', '/funnel'],
    ['GET', '/attempts'],
    ['GET', '/events/e1'],
    ['GET', '/references/DJ-1234'],
    ['GET', '/incidents'],
    ['GET', '/decisions'],
    ['POST', '/decisions'],
    ['DELETE', '/decisions/d1'],
    ['POST', '/decisions/preview'],
    ['GET', '/status'],
    ['GET', '/content'],
    ['GET', '/coverage'],
    ['GET', '/stream'],
    ['POST', '/logout'],
    ['GET', '/no-such-thing'],
  ])('%s %s needs a session', async (method, path) => {
    const answer = await call(harness, '', { method, path });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toMatchObject({ type: 'urn:dejfa:problem:not-signed-in', status: 401 });
  });

  it('takes the session of a cookie that scripts cannot read, until it is ended', async () => {
    const answer = await login(harness, harness.account);
    const setCookie = answer.headers['set-cookie']?.[0] ?? '';
    expect(setCookie).toMatch(/^dejfa_session=[\w-]{43};/);
    expect(setCookie).toMatch(/HttpOnly/);
    expect(setCookie).toMatch(/SameSite=Strict/);
    const cookie = setCookie.split(';', 1)[0] ?? '';
    expect((await call(harness, cookie, { path: '/me' })).text).toContain('"account":"operator"');
    expect((await call(harness, cookie, { method: 'POST', path: '/logout' })).status).toBe(204);
    expect((await call(harness, cookie, { path: '/me' })).text).toContain('"account":null');
  });

  it('forgets a session after twelve hours', async () => {
    const cookie = (await login(harness, harness.account)).headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
    harness.clock.now += 12 * 3_600_000 - 1;
    expect((await call(harness, cookie, { path: '/me' })).text).toContain('"account":"operator"');
    harness.clock.now += 1;
    expect((await call(harness, cookie, { path: '/me' })).text).toContain('"account":null');
  });

  it('answers a wrong password and an unknown name alike', async () => {
    const wrong = await login(harness, { name: 'operator', password: 'wrong' });
    const unknown = await login(harness, { name: 'nobody', password: 'wrong' });
    expect(wrong.status).toBe(401);
    expect(unknown.text).toBe(wrong.text);
  });

  it('slows guessing down, also for the right password, and lets go with time', async () => {
    for (let at = 0; at < 5; at += 1) await login(harness, { name: 'operator', password: `guess ${at}` });
    const throttled = await login(harness, harness.account);
    expect(throttled.status).toBe(429);
    expect(throttled.headers['retry-after']).toBe('1');
    harness.clock.now += 1_000;
    expect((await login(harness, harness.account)).status).toBe(200);
  });

  it('counts attempts that come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => login(harness, { name: 'operator', password: 'guess' })),
    );
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(4);
  });
});

describe('where the request comes from', () => {
  const body = JSON.stringify({ name: 'operator', password: 'x' });
  const json = { 'content-type': 'application/json' };
  const own = { 'x-dejfa-console': '1' };
  it.each<[string, Record<string, string>, number]>([
    ['no console header', { ...json }, 403],
    ['another site, by Sec-Fetch-Site', { ...json, ...own, 'sec-fetch-site': 'cross-site' }, 403],
    ['a sibling site', { ...json, ...own, 'sec-fetch-site': 'same-site' }, 403],
    ['an address typed by hand', { ...json, ...own, 'sec-fetch-site': 'none' }, 403],
    ['another origin', { ...json, ...own, origin: 'https://evil.example' }, 403],
    ['an opaque origin', { ...json, ...own, origin: 'null' }, 403],
    ['another port of this machine', { ...json, ...own, origin: 'http://127.0.0.1:1' }, 403],
    ['a form', { ...own, 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['the console', { ...json, ...own, 'sec-fetch-site': 'same-origin' }, 401],
    ['a program without a browser', { ...json, ...own }, 401],
  ])('%s', async (_, headers, status) => {
    const answer = await rawRequest(harness.port, { method: 'POST', path: '/api/v1/login', headers, body });
    expect(answer.status).toBe(status);
  });

  it('accepts its own origin', async () => {
    const headers = { ...json, ...own, origin: `http://127.0.0.1:${harness.port}` };
    const answer = await rawRequest(harness.port, { method: 'POST', path: '/api/v1/login', headers, body });
    expect(answer.status).toBe(401);
  });

  it.each([
    ['evil.example', 421],
    ['evil.example:PORT', 421],
    ['127.0.0.1', 421],
    ['127.0.0.1.evil.example:PORT', 421],
    ['127.0.0.1:PORT', 503],
    ['LOCALHOST:PORT', 503],
    ['[::1]:PORT', 503],
    ['console.example.gov', 503],
  ])('for the host %s answers %i (503: the console is not built)', async (host, status) => {
    const headers = { host: host.replace('PORT', String(harness.port)) };
    expect((await rawRequest(harness.port, { path: '/', headers })).status).toBe(status);
  });

  it('sends the policy and its companions with every answer', async () => {
    const paths = ['/', '/api/v1/me', '/api/none', '/none.js'];
    for (const path of paths) {
      const { headers } = await rawRequest(harness.port, { path });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
  });
});

describe('reading', () => {
  it('counts the last hour and gives its course by minutes', async () => {
    const cookie = signIn(harness);
    await harness.store.append({
      ...EMPTY_BATCH,
      events: [sampleEvent({ id: 'e1' }), sampleEvent({ id: 'e2', timeMs: NOW_MS - 7_200_000 })],
      attempts: [sampleAttempt({ id: 'a1' }), sampleAttempt({ id: 'a2', origin: 'known-scanner' })],
    });
    const hour = JSON.parse((await call(harness, cookie, { path: '/funnel?window=hour' })).text);
    expect(hour.funnel).toMatchObject({ events: 1, attempts: 1, scannerAttempts: 1, blockedAttempts: 1 });
    const day = JSON.parse((await call(harness, cookie, { path: '/funnel?window=day' })).text);
    expect(day.funnel.events).toBe(2);
    const series = JSON.parse((await call(harness, cookie, { path: '/funnel/series?window=hour' })).text);
    expect(series.buckets).toHaveLength(60);
    expect(series.buckets.reduce((sum: number, bucket: { events: number }) => sum + bucket.events, 0)).toBe(
      1,
    );
  });

  it('gives every attempt once, page by page, also where times are equal', async () => {
    const cookie = signIn(harness);
    const ids = Array.from({ length: 23 }, (_, at) => `a${String(at).padStart(2, '0')}`);
    await harness.store.append({ ...EMPTY_BATCH, attempts: ids.map((id) => sampleAttempt({ id })) });
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const path = `/attempts?limit=5${next === '' ? '' : `&before=${encodeURIComponent(next)}`}`;
      const page = JSON.parse((await call(harness, cookie, { path })).text);
      seen.push(...page.attempts.map((attempt: { id: string }) => attempt.id));
      next = page.next;
    }
    expect(seen).toEqual(ids.toReversed());
  });

  it.each([
    ['service=portal', ['a1', 'a2']],
    ['class=malicious-code', ['a2']],
    ['outcome=succeeded', ['a3']],
    ['severity=high', ['a1', 'a3']],
    ['origin=own-test', ['a2']],
    ['text=t1505', ['a3']],
  ])('filters by %s', async (query, expected) => {
    const cookie = signIn(harness);
    await harness.store.append({
      ...EMPTY_BATCH,
      attempts: [
        sampleAttempt({ id: 'a1' }),
        sampleAttempt({ id: 'a2', rsit: 'malicious-code', severity: 'low', origin: 'own-test' }),
        sampleAttempt({
          id: 'a3',
          service: 'mail',
          outcome: 'succeeded',
          severity: 'high',
          techniques: ['T1505.003'],
        }),
      ],
    });
    const { attempts } = JSON.parse((await call(harness, cookie, { path: `/attempts?${query}` })).text);
    expect(attempts.map((attempt: { id: string }) => attempt.id).toSorted()).toEqual(expected);
  });

  it('leads from a reference number to the event, its rules and its attempt', async () => {
    const cookie = signIn(harness);
    await harness.store.append({
      ...EMPTY_BATCH,
      events: [sampleEvent({ id: 'e1' })],
      signals: [sampleSignal({ id: 's1', eventId: 'e1' })],
      receipts: [sampleReceipt({ id: 'r1', eventId: 'e1' })],
      attempts: [sampleAttempt({ id: 'a1', eventIds: ['e1'] }), sampleAttempt({ id: 'a2' })],
    });
    const found = JSON.parse((await call(harness, cookie, { path: '/references/DJ-7K2M-9QX4' })).text);
    expect(found).toMatchObject({ event: { id: 'e1' }, signals: [{ id: 's1' }], attemptIds: ['a1'] });
    const detail = JSON.parse((await call(harness, cookie, { path: '/attempts/a1' })).text);
    expect(detail).toMatchObject({
      attempt: { id: 'a1' },
      events: [{ event: { id: 'e1' } }],
      isComplete: true,
    });
    expect((await call(harness, cookie, { path: '/references/DJ-NONE' })).status).toBe(404);
    expect((await call(harness, cookie, { path: '/attempts/none' })).status).toBe(404);
  });

  it.each([
    ['/attempts?severity=huge', 'severity'],
    ['/attempts?limit=0', 'limit'],
    ['/attempts?limit=501', 'limit'],
    ['/attempts?before=yesterday', 'before'],
    ['/attempts?since=-1', 'since'],
    ['/funnel?window=year', 'window'],
  ])('refuses %s and names the field', async (path, field) => {
    const cookie = signIn(harness);
    const answer = await call(harness, cookie, { path });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.text).errors[0].path).toBe(field);
  });

  it('says that the store failed, and why, and goes on with the rest', async () => {
    const cookie = signIn(harness);
    harness.store.failure = new StoreError('disk-full', 'The disk is full. Free space in ./data.');
    const funnel = await call(harness, cookie, { path: '/funnel' });
    expect(funnel.status).toBe(503);
    expect(JSON.parse(funnel.text).detail).toContain('Free space');
    const status = JSON.parse((await call(harness, cookie, { path: '/status' })).text);
    expect(status.store).toMatchObject({ state: 'failed', code: 'disk-full' });
    harness.store.failure = new Error('secret inner detail');
    const defect = await call(harness, cookie, { path: '/funnel' });
    expect(defect.status).toBe(500);
    expect(defect.text).not.toContain('secret');
    expect(harness.failures.at(-1)).toBe(harness.store.failure);
  });

  it('shows packs with their rules, and the reasons on their own page', async () => {
    const cookie = signIn(harness);
    const status = JSON.parse((await call(harness, cookie, { path: '/status' })).text);
    expect(status.packs[1]).toMatchObject({ name: 'crs', problemCount: 2, rules: { loaded: 639 } });
    expect(status.packs[1].problems).toBeUndefined();
    const content = JSON.parse((await call(harness, cookie, { path: '/content' })).text);
    expect(content.packs[1].problems[0].code).toBe('seclang.unsafe-expression');
  });
});

describe('deciding', () => {
  const decision = {
    scope: '203.0.113.0/24',
    action: 'block',
    reason: 'scans for backups',
    durationMs: 3_600_000,
  };

  it('adds with an expiry and an owner, lists, revokes, and notes both', async () => {
    const cookie = signIn(harness);
    const added = await call(harness, cookie, { method: 'POST', path: '/decisions', body: decision });
    expect(added.status).toBe(201);
    const made = JSON.parse(added.text).decision;
    expect(made).toMatchObject({
      scope: { kind: 'range', value: '203.0.113.0/24' },
      owner: 'operator',
      expiresMs: NOW_MS + 3_600_000,
    });
    const list = JSON.parse((await call(harness, cookie, { path: '/decisions' })).text);
    expect(list.decisions).toHaveLength(1);
    const revoked = await call(harness, cookie, { method: 'DELETE', path: `/decisions/${made.id}` });
    expect(JSON.parse(revoked.text).decision.revokedMs).toBe(NOW_MS);
    expect(JSON.parse((await call(harness, cookie, { path: '/decisions' })).text).decisions).toEqual([]);
    const all = JSON.parse((await call(harness, cookie, { path: '/decisions?state=all' })).text);
    expect(all.decisions).toHaveLength(1);
    const actions = harness.state.auditNotes(2).map((note) => `${note.account} ${note.action}`);
    expect(actions).toEqual(['operator decision-revoke', 'operator decision-add']);
  });

  it.each([
    ['no reason', { ...decision, reason: '  ' }, 'reason'],
    ['no expiry', { ...decision, durationMs: undefined }, 'durationMs'],
    ['an expiry beyond a year', { ...decision, durationMs: 4e10 }, 'durationMs'],
    ['no address', { ...decision, scope: 'portal' }, 'scope'],
    ['a prefix that is too long', { ...decision, scope: '192.0.2.0/33' }, 'scope'],
    ['an action that is not enforced', { ...decision, action: 'launch' }, 'action'],
    ['an unknown field', { ...decision, owner: 'policy:forged' }, ''],
  ])('refuses %s', async (_, body, field) => {
    const cookie = signIn(harness);
    const answer = await call(harness, cookie, { method: 'POST', path: '/decisions', body });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text).errors[0].path).toBe(field);
    expect(harness.state.decisions(10)).toEqual([]);
  });

  it('previews what a range covers, and warns who would lock themselves out', async () => {
    const cookie = signIn(harness);
    await harness.store.append({
      ...EMPTY_BATCH,
      attempts: [
        sampleAttempt({ id: 'a1' }),
        sampleAttempt({ id: 'a2', actor: { kind: 'address', value: '203.0.113.77' } }),
        sampleAttempt({ id: 'a3', actor: { kind: 'address', value: '198.51.100.1' } }),
        sampleAttempt({ id: 'a4', actor: { kind: 'account', value: 'root' } }),
      ],
    });
    await call(harness, cookie, { method: 'POST', path: '/decisions', body: decision });
    const preview = (scope: string) =>
      call(harness, cookie, { method: 'POST', path: '/decisions/preview', body: { scope } });
    expect(JSON.parse((await preview('203.0.113.64/26')).text)).toMatchObject({
      scope: { kind: 'range', value: '203.0.113.64/26' },
      addressCount: '64',
      attempts: 1,
      actors: ['203.0.113.77'],
      overlapping: [{ scope: '203.0.113.0/24' }],
      coversYou: false,
    });
    expect(JSON.parse((await preview('0.0.0.0/0')).text)).toMatchObject({ attempts: 3, coversYou: true });
    expect(JSON.parse((await preview('2001:DB8::/32')).text)).toMatchObject({
      scope: { value: '2001:db8::/32' },
      addressCount: (1n << 96n).toString(),
    });
  });

  it('refuses bodies that are no JSON, or too large', async () => {
    const cookie = signIn(harness);
    const post = (body: string) =>
      rawRequest(harness.port, {
        method: 'POST',
        path: '/api/v1/decisions',
        headers: { cookie, 'x-dejfa-console': '1', 'content-type': 'application/json' },
        body,
      });
    expect((await post('{')).status).toBe(400);
    expect((await post(`"${'x'.repeat(70_000)}"`)).status).toBe(413);
  });
});
