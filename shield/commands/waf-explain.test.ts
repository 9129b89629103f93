import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEventStore } from '../adapters/open-store.ts';
import { PROJECT_FOLDERS } from '../assembly/folders.ts';
import { Shield } from '../assembly/shield.ts';
import { type Event, referenceOf, type Signal } from '../model/index.ts';
import { EMPTY_BATCH } from '../ports/index.ts';
import { createSandbox, type Sandbox } from './testing/capture.ts';

/** Markers instead of attacks; scored and summed up as the CRS does. */
const RULES = `SecAction "id:1,phase:1,pass,nolog,setvar:tx.anomaly_score_pl1=0"
SecRule ARGS "@contains marker" "id:100,phase:2,pass,log,t:none,t:lowercase,msg:'A marker',tag:'attack-sqli',severity:CRITICAL,setvar:tx.anomaly_score_pl1=+5"
SecRule ARGS "@rx (?i)mark[e]r" "id:101,phase:2,pass,log,msg:'A pattern',tag:'attack-sqli',severity:CRITICAL,setvar:tx.anomaly_score_pl1=+5"
SecRule TX:anomaly_score_pl1 "@ge %{tx.inbound_anomaly_score_threshold}" "id:949110,phase:2,deny,status:403,log,msg:'Too much'"
`;
const CONFIG = `content: { base: false, system: false, packs: [{ name: own, path: rules }] }
services: [{ name: portal, upstream: 'http://127.0.0.1:9' }]
`;
const ID = '01a20894-f889-7000-9061-5cd126a4490e';
const REFERENCE = referenceOf(ID);

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = createSandbox();
  mkdirSync(join(sandbox.cwd, 'rules'));
  writeFileSync(join(sandbox.cwd, 'rules/own.conf'), RULES);
  writeFileSync(join(sandbox.cwd, 'dejfa.yaml'), CONFIG);
});
afterEach(() => sandbox.remove());

function eventOf(change: Partial<Event> = {}): Event {
  return {
    id: ID,
    timeMs: 1_795_000_000_000,
    receivedMs: 1_795_000_000_000,
    source: 'gateway',
    format: 'gateway',
    logsource: {},
    service: 'portal',
    host: null,
    actor: { kind: 'address', value: '203.0.113.9' },
    fields: { 'cs-bytes': 9_000, 'waf-rule': 949110, 'waf-phase': 2, 'waf-score': 10 },
    raw: 'POST /search?q=a+MARKER HTTP/1.1\r\nHost: portal.example.gov\r\nCookie: [redacted, 14 bytes]\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nnote=\u001b[2J',
    simulated: false,
    ...change,
  };
}

function signalOf(id: string): Signal {
  return {
    id: `s${id}`,
    ...{ timeMs: 1_795_000_000_000, eventId: ID, source: 'gateway', service: 'portal', host: null },
    actor: { kind: 'address', value: '203.0.113.9' },
    rule: { engine: 'seclang', id, title: 'A marker', pack: 'own' },
    severity: 'critical',
    rsit: 'intrusion-attempts',
    techniques: [],
    message: 'A marker',
    parts: [{ target: 'REQUEST_COOKIES:s', value: 'marker' }],
    score: 5,
    effect: 'blocked',
  };
}

async function record(...events: readonly Event[]): Promise<void> {
  const path = join(sandbox.cwd, 'data');
  const store = await openEventStore({ kind: 'embedded', path, fsync: false }, { clock: { nowMs: () => 0 } });
  const receipt = { id: 'r1', timeMs: 0, enforcer: 'gateway', effect: 'blocked', decisionId: null } as const;
  await store.append({
    ...EMPTY_BATCH,
    events,
    signals: events.flatMap(({ id }) =>
      ['100', '101', '777'].map((rule) => ({ ...signalOf(rule), eventId: id })),
    ),
    receipts: [{ ...receipt, eventId: ID, reference: REFERENCE, service: 'portal' }],
  });
  await store.close();
}

const golden = async (name: string, text: string) =>
  expect(text.replaceAll(sandbox.cwd, 'CWD')).toMatchFileSnapshot(`goldens/${name}.golden.txt`);

it('shows the chain from byte to block, and proves the narrowest exclusion', async () => {
  await record(eventOf());
  const { code, out, err } = await sandbox.run(['waf', 'explain', REFERENCE.toLowerCase()]);
  expect([code, err]).toEqual([0, '']);
  expect(out).not.toContain('\u001b');
  await golden('waf-explain', out);
  const json = JSON.parse((await sandbox.run(['waf', 'explain', REFERENCE, '--json'])).out);
  expect(json).toMatchObject({
    explanation: {
      recordedVerdict: { ruleId: 949110, phase: 2, score: 10 },
      currentVerdict: { verdict: { kind: 'block', ruleId: 949110 }, score: 10 },
      matches: [
        { ruleId: 100, sum: 5, place: { line: 2 }, parts: [{ name: 'ARGS:q', transformed: 'a marker' }] },
        { ruleId: 101, sum: 10 },
        { ruleId: 949110 },
        { ruleId: 777, reproduced: false, recorded: true },
      ],
      notes: [
        { kind: 'body-cut', totalBytes: 9_000 },
        { kind: 'headers-redacted', names: ['Cookie'] },
        { kind: 'not-reproduced', ruleIds: [777] },
      ],
    },
    proposal: {
      ruleIds: [100, 101],
      variable: 'ARGS:q',
      path: '/search',
      effect: {
        gone: [100, 101],
        after: { verdict: { kind: 'pass' }, score: 0 },
        otherParameter: { kind: 'found', blocked: true },
        otherPath: { kind: 'found', blocked: true },
      },
    },
  });
  const one = ['waf', 'explain', REFERENCE, '--rule', '100', '--parameter', 'ARGS:q', '--json'];
  expect(JSON.parse((await sandbox.run(one)).out).proposal).toMatchObject({
    ruleIds: [100],
    effect: { gone: [100], after: { verdict: { kind: 'block' }, score: 5 } },
  });
  const lost = ['waf', 'explain', REFERENCE, '--parameter', 'REQUEST_COOKIES:s', '--json'];
  expect(JSON.parse((await sandbox.run(lost)).out).proposal).toMatchObject({
    ruleIds: [777],
    effect: { gone: [], untried: [777] },
    notes: [{ kind: 'body-cut' }, { kind: 'headers-redacted' }],
  });
  const wrong = await sandbox.run(['waf', 'explain', REFERENCE, '--parameter', 'ARGS:z']);
  expect([wrong.code, wrong.err]).toEqual([
    2,
    'dejfa: no rule matched so\n  help: matched were: 100 101 on ARGS:q; 777 on REQUEST_COOKIES:s\n',
  ]);
});

it.each([
  ['no reference number', ['none'], 'is no reference number'],
  ['no store', [REFERENCE], 'there is no store in'],
])('says that there is %s', async (_, argv, text) => {
  const { code, err } = await sandbox.run(['waf', 'explain', ...argv]);
  expect([code, err]).toEqual([2, expect.stringContaining(text)]);
});

it('says that an event is gone, and why it may be; and that another was no request', async () => {
  const other = '01a20894-f889-7000-9061-5cd126a4490f';
  await record(eventOf({ format: 'gateway-refusal', raw: 'GET' }));
  const gone = await sandbox.run(['waf', 'explain', referenceOf(other)]);
  expect(gone.code).toBe(2);
  await golden('waf-explain-gone', gone.err);
  const refused = await sandbox.run(['waf', 'explain', REFERENCE]);
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('no request that was inspected')]);
});

it('asks the shield that runs; what it adds is listed, removed, and in force or not, without a restart', async () => {
  const config = `${CONFIG}listen: { gateway: [{ address: 127.0.0.1, port: 0 }], console: { address: 127.0.0.1, port: 0 } }\n`;
  await record(eventOf());
  const { parseConfig } = await import('../config/index.ts');
  const { config: parsed } = parseConfig(config, join(sandbox.cwd, 'dejfa.yaml'));
  if (parsed === null) throw new Error('the configuration is not valid');
  const notices = { info: () => undefined, warn: () => undefined };
  const { shield, addresses } = await Shield.start({
    config: parsed,
    folders: { ...PROJECT_FOLDERS, addedContent: join(sandbox.cwd, 'none') },
    notices,
    simulated: false,
    version: '0',
  });
  try {
    const { port } = new URL(addresses.console);
    writeFileSync(
      join(sandbox.cwd, 'dejfa.yaml'),
      config.replace(
        'console: { address: 127.0.0.1, port: 0 }',
        `console: { address: 127.0.0.1, port: ${port} }`,
      ),
    );
    const asked = await sandbox.run(['waf', 'explain', REFERENCE], { nowMs: Date.now() });
    expect([asked.err, asked.out]).toEqual(['', expect.stringContaining('id:90000')]);

    const attack = () => fetch(`${addresses.gateway[0]}/search?q=marker`);
    expect((await attack()).status).toBe(403);
    const detail = await shield.store.byReference(REFERENCE);
    if (detail === null) throw new Error('no event');
    const by = { owner: 'tester', reason: 'a poem' };
    await shield.exclusions.add(detail, { ruleIds: [100, 101], variable: 'ARGS:q' }, by);
    await expect(
      shield.exclusions.add(detail, { ruleIds: [100], variable: 'ARGS:q' }, by),
    ).rejects.toMatchObject({
      code: 'not-a-candidate',
    });
    expect(shield.exclusions.explain(detail).candidates.map(({ variable }) => variable)).toEqual([
      'REQUEST_COOKIES:s',
    ]);
    // 502: it reaches the upstream, which is not there.
    expect((await attack()).status).toBe(502);
    expect((await fetch(`${addresses.gateway[0]}/search?other=marker`)).status).toBe(403);
    const listed = await sandbox.run(['waf', 'exclusions', 'list']);
    expect(listed.out).toMatch(/90000 +100 101 +ARGS:q +\/search +all +tester +\d{4}-\d\d-\d\d +a poem/);
    expect(JSON.parse((await sandbox.run(['waf', 'exclusions', 'list', '--json'])).out)).toMatchObject({
      exclusions: [{ id: 90_000, reference: REFERENCE }],
    });
    const removed = await sandbox.run(['waf', 'exclusions', 'remove', '90000']);
    expect(removed).toEqual({ code: 0, out: 'taken back: exclusion 90000\n', err: '' });
    await expect.poll(async () => (await attack()).status, { timeout: 20_000 }).toBe(403);
  } finally {
    await shield.stop();
  }
});

it.each([
  ['nothing to list', ['list'], 0],
  ['a number that there is not', ['remove', '5'], 2],
  ['no number', ['remove'], 2],
  ['another action', ['add', '5'], 2],
])('exclusions: %s', async (_, argv, code) => {
  expect((await sandbox.run(['waf', 'exclusions', ...argv])).code).toBe(code);
});
