import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from './testing/capture.ts';

const RULES = `SecAction "id:1,phase:1,pass,nolog,setvar:tx.anomaly_score=0"
SecRule ARGS "@contains marker" "id:100,phase:2,pass,log,t:none,t:lowercase,msg:'A marker in %{MATCHED_VAR_NAME}',severity:CRITICAL,setvar:tx.anomaly_score=+5"
SecRule REQUEST_HEADERS:X-Test "@streq on" "id:101,phase:1,pass,log,msg:'A header',severity:WARNING,setvar:tx.anomaly_score=+3"
SecRule TX:anomaly_score "@ge %{tx.inbound_anomaly_score_threshold}" "id:200,phase:2,deny,status:403,log,msg:'Too much'"
`;

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = createSandbox();
  writeFileSync(join(sandbox.cwd, 'my.conf'), RULES);
});
afterEach(() => sandbox.remove());

const check = (...argv: readonly string[]) => sandbox.run(['waf', 'check', '--rules', 'my.conf', ...argv]);

it('says that a request would pass, with exit code 0', async () => {
  const { code, out } = await check('--url', '/?q=hello');
  expect(code).toBe(0);
  expect(out).toContain('would pass: score 0, blocked from 5');
});

it('shows which rules matched, on what and why, with exit code 1', async () => {
  const { code, out, err } = await check('--url', '/search?q=a+MARKER+b');
  expect([code, err]).toEqual([1, '']);
  await expect(out.replaceAll(sandbox.cwd, 'CWD')).toMatchFileSnapshot('goldens/waf-blocked.golden.txt');
});

it('takes the threshold of the command line, and of a service', async () => {
  expect((await check('--url', '/?q=marker', '--threshold', '6')).code).toBe(0);
  writeFileSync(
    join(sandbox.cwd, 'dejfa.yaml'),
    'services: [{ name: portal, upstream: http://h, thresholds: { inbound: 3 } }]',
  );
  expect((await check('--url', '/', '-H', 'X-Test: on')).code).toBe(0);
  expect((await check('--url', '/', '-H', 'X-Test: on', '--service', 'portal')).code).toBe(1);
  expect((await check('--url', '/', '--service', 'prtal')).err).toContain('services: portal');
  expect((await check('--url', '/', '--threshold', 'x')).err).toContain('the threshold x is no score');
});

it('reads a request from a file, from standard input, and its data from a file', async () => {
  const raw = 'POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nq=marker';
  writeFileSync(join(sandbox.cwd, 'request.txt'), raw);
  writeFileSync(join(sandbox.cwd, 'body.txt'), 'q=marker');
  expect((await check('request.txt')).code).toBe(1);
  expect((await sandbox.run(['waf', 'check', '-r', 'my.conf', '-'], { stdin: raw })).code).toBe(1);
  expect((await check('--url', '/', '--data', '@body.txt')).code).toBe(1);
  expect(await check('--url', '/', '--data', '@none.txt')).toMatchObject({ code: 2, out: '' });
  expect((await check('none.txt')).err).toContain('none.txt cannot be read');
});

it('gives everything as JSON', async () => {
  const { code, out } = await check('--url', '/?q=marker', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    request: { method: 'GET', target: '/?q=marker', bodyBytes: 0 },
    verdict: { kind: 'block', status: 403, ruleId: 200, phase: 2 },
    score: 5,
    threshold: 5,
    matches: expect.arrayContaining([
      expect.objectContaining({ ruleId: 100, message: 'A marker in ARGS:q' }),
    ]),
  });
});

it('lets nobody steer the terminal by what they send', async () => {
  const { out } = await check('--url', '/?q=marker%1b%5b2J%0a\u001b[31m');
  expect(out).not.toContain('\u001b');
  expect(out).toContain('⟦marker⟧\\x1b[2J');
});

it('reports what is wrong with rules of your own, at their place', async () => {
  writeFileSync(join(sandbox.cwd, 'my.conf'), 'SecRule ARGS "@nonsense x" "id:1,deny"\n');
  const { err } = await check('--url', '/');
  expect(err).toMatch(/my\.conf:1:\d+: error seclang\./);
});

it('says what to do when there are no rules at all', async () => {
  writeFileSync(join(sandbox.cwd, 'dejfa.yaml'), 'content: { base: false, system: false }\n');
  const { code, err } = await sandbox.run(['waf', 'check', '--url', '/']);
  expect(code).toBe(2);
  expect(err).toContain('there are no SecLang rules to check against');
});

it('refuses a client that is no address', async () => {
  const { code, err } = await check('--url', '/', '--client', '999.1');
  expect([code, err]).toEqual([
    2,
    'dejfa: --client is no address: "999.1"\n  help: give an IPv4 or IPv6 address\n',
  ]);
});
