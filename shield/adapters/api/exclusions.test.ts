import { afterEach, beforeEach, expect, it } from 'vitest';
import { EMPTY_BATCH } from '../../ports/index.ts';
import { type ApiHarness, startApi } from './testing/api-harness.ts';
import { sampleEvent, sampleSignal } from './testing/samples.ts';
import { call, signIn } from './testing/signed-in.ts';

let harness: ApiHarness;
let cookie: string;
beforeEach(async () => {
  harness = await startApi();
  cookie = signIn(harness);
  const signals = [sampleSignal({ id: 's1', eventId: 'e1' })];
  await harness.store.append({ ...EMPTY_BATCH, events: [sampleEvent({ id: 'e1' })], signals });
});
afterEach(() => harness.api.close());

const choice = { ruleIds: [941100, 941160], variable: 'ARGS:q' };
const post = (path: string, body: unknown) => call(harness, cookie, { method: 'POST', path, body });

it.each([
  ['GET', '/events/e1/explanation'],
  ['POST', '/events/e1/exclusions/preview'],
  ['POST', '/events/e1/exclusions'],
  ['GET', '/exclusions'],
  ['DELETE', '/exclusions/90000'],
])('%s %s needs a session', async (method, path) => {
  expect((await call(harness, '', { method, path })).status).toBe(401);
});

it('explains, proposes, adds, lists and removes, and notes who did', async () => {
  const explained = await call(harness, cookie, { path: '/events/e1/explanation' });
  expect(JSON.parse(explained.text).explanation).toMatchObject({ eventId: 'e1', threshold: 5 });
  const proposed = await post('/events/e1/exclusions/preview', choice);
  expect(JSON.parse(proposed.text).proposal.text).toContain('ctl:ruleRemoveTargetById=941100;ARGS:q');
  expect(harness.exclusions.list()).toEqual([]);
  const added = await post('/events/e1/exclusions', { ...choice, reason: ' a poem ' });
  expect(added.status).toBe(201);
  expect(JSON.parse(added.text).exclusion).toMatchObject({ id: 90_000, owner: 'operator', reason: 'a poem' });
  const list = JSON.parse((await call(harness, cookie, { path: '/exclusions' })).text);
  expect(list.exclusions).toHaveLength(1);
  expect((await call(harness, cookie, { method: 'DELETE', path: '/exclusions/90000' })).status).toBe(200);
  expect((await call(harness, cookie, { method: 'DELETE', path: '/exclusions/90000' })).status).toBe(404);
  expect(harness.state.auditNotes(5).map(({ account, action }) => [account, action])).toEqual([
    ['operator', 'exclusion-remove'],
    ['operator', 'exclusion-add'],
  ]);
});

it.each([
  ['no rules', { ...choice, ruleIds: [] }, 400],
  ['SecLang of its own', { ...choice, text: 'SecRuleEngine Off' }, 400],
  ['what did not match', { ...choice, ruleIds: [1] }, 409],
])('refuses %s', async (_, body, status) => {
  const answer = await post('/events/e1/exclusions/preview', body);
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json');
});

it.each([
  ['no reason', { reason: 'x' }, 400],
  ['no header of the console', {}, 403],
])('adds nothing with %s', async (_, change, status) => {
  const headers = status === 403 ? { 'x-dejfa-console': '', 'sec-fetch-site': 'cross-site' } : {};
  const body = { ...choice, reason: 'a poem', ...change };
  const answer = await call(harness, cookie, {
    method: 'POST',
    path: '/events/e1/exclusions',
    body,
    headers,
  });
  expect(answer.status).toBe(status);
  expect(harness.exclusions.list()).toEqual([]);
});

it('knows only events that are kept', async () => {
  expect((await call(harness, cookie, { path: '/events/none/explanation' })).status).toBe(404);
});
